package onward.engine;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import onward.flow.model.Account;
import onward.flow.model.Model;
import onward.flow.model.Pace;
import onward.flow.model.Scenario;
import onward.flow.model.Server;
import onward.flow.model.Story;
import onward.flow.model.Turns;

/**
 * What the model foretells, and how much of it is certain: what is the same in whichever order runs take their turns.
 *
 * @param isCertain whether all that runs do is
 * @param arePeopleCertain whether what becomes of people is, too
 */
record Foretold(Account account, boolean isCertain, boolean arePeopleCertain) {

    private static final int ORDERS = 10;

    static Foretold of(Scenario scenario, Pace pace) {
        List<Account> accounts = Turns.many(ORDERS)
                .map(turns -> Server.play(new Model(scenario, turns), scenario, pace))
                .toList();
        Account first = accounts.get(0);
        return new Foretold(
                first,
                accounts.stream()
                        .allMatch(other -> other.stories().equals(first.stories())
                                && other.members().equals(first.members())
                                && other.people().keySet().equals(first.people().keySet())),
                accounts.stream().allMatch(other -> other.people().equals(first.people())));
    }

    /**
     * The same without runs of these events: their contact was gone when the server looked at them, so that nothing
     * was done, and they need not have begun.
     */
    Foretold without(Set<UUID> events) {
        List<Story> stories = account.stories().stream()
                .filter(story -> !events.contains(story.eventId()) || !isIdle(story))
                .toList();
        return new Foretold(new Account(stories, account.people(), account.members()), isCertain, arePeopleCertain);
    }

    private static boolean isIdle(Story story) {
        return story.visits().stream().allMatch(visit -> visit.status().equals("skipped"));
    }

    /** Whether it came true, as far as it was certain. */
    boolean isTrue(Account told) {
        return told.stories().equals(account.stories())
                && told.members().equals(account.members())
                && told.people().keySet().equals(account.people().keySet())
                && (!arePeopleCertain || told.people().equals(account.people()));
    }
}
