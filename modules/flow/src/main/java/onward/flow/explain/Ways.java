package onward.flow.explain;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import onward.flow.graph.Automation;
import onward.flow.graph.Node;
import onward.flow.step.SendEmail;

/** Which mails can still come from where in a graph. */
final class Ways {
    private final Automation automation;
    private final Map<String, Set<String>> known = new HashMap<>();

    Ways(Automation automation) {
        this.automation = automation;
    }

    /** The keys of the steps that send a mail, from that step on, itself included. */
    Set<String> mailsFrom(String stepKey) {
        Set<String> before = known.get(stepKey);
        if (before != null) {
            return before;
        }
        Node node = automation.step(stepKey);
        Set<String> mails = new LinkedHashSet<>();
        if (node != null && node.step() instanceof SendEmail) {
            mails.add(stepKey);
        }
        if (node != null) {
            node.step().branches().forEach(branch -> mails.addAll(mailsBehind(stepKey, branch)));
        }
        known.put(stepKey, mails);
        return mails;
    }

    private Set<String> mailsBehind(String stepKey, String branch) {
        return automation.next(stepKey, branch).map(this::mailsFrom).orElse(Set.of());
    }

    /** The mails that another branch of the step leads to, and this one does not. */
    Set<String> lostBy(String stepKey, String branch) {
        Set<String> lost = new LinkedHashSet<>();
        automation.step(stepKey).step().branches().forEach(other -> lost.addAll(mailsBehind(stepKey, other)));
        lost.removeAll(mailsBehind(stepKey, branch));
        return lost;
    }
}
