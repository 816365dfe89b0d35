package onward.flow.explain;

import java.util.Locale;

/**
 * The reasons there are, by the numbers of the list in docs/explain.md. The first seventeen are what people ask for;
 * those that follow are what else can keep a mail away. Those without a number tell what went well on the way.
 */
public enum Code {
    EVENT_NOT_RECEIVED(1, Tone.NEVER, "The event never arrived, or under another name."),
    DUPLICATE(2, Tone.NEVER, "The event repeated one that had arrived before, under the same idempotency key."),
    OTHER_PERSON(3, Tone.NEVER, "The event arrived for somebody else."),
    FILTER_FALSE(4, Tone.NEVER, "The trigger's filter, or the condition right behind it, led away from the mail."),
    NOT_ENABLED(5, Tone.NEVER, "The automation was paused, a draft, or another version at that moment."),
    ENTRY_REFUSED(6, Tone.NEVER, "The entry rule let the event start no run."),
    WAITING(7, Tone.NOT_YET, "The run rests at a step."),
    OTHER_BRANCH(8, Tone.NEVER, "The run took a branch that leads away from the mail."),
    EXITED(9, Tone.NEVER, "The exit rule ended the run."),
    HELD(10, Tone.NOT_YET, "The run waits for its send window."),
    SUPPRESSED(11, Tone.NEVER, "The person is unsubscribed, left the topic, or the address is suppressed."),
    TEMPLATE_FAILED(12, Tone.NEVER, "The mail could not be made of its template."),
    NOT_ACCEPTED(13, Tone.NEVER, "The mail server refused the mail, or put it off."),
    BOUNCED(14, Tone.NEVER, "The mail server took the mail, then it bounced or was marked as spam."),
    DELIVERED(15, Tone.DONE, "The mail is out: not opened, opened, or opens are not tracked."),
    CANCELLED(
            16,
            Tone.NEVER,
            "Somebody cancelled the run, deleted the automation or the contact, or another run took the place."),
    DETAILS_REMOVED(17, Tone.NEVER, "Details are no longer kept."),
    NOT_LOOKED_AT(18, Tone.NOT_YET, "The server has not come to the event or the run, or set it aside after failures."),
    STEP_FAILED(19, Tone.NEVER, "A step that sends no mail failed."),
    QUEUED(20, Tone.NOT_YET, "The mail waits for its first attempt."),
    NO_MAIL(21, Tone.NEVER, "The run ended and came to no step that sends a mail."),

    EVENT_RECEIVED(0, Tone.DONE, "The event arrived."),
    ENABLED(0, Tone.DONE, "A version of the automation was enabled for it."),
    STARTED(0, Tone.DONE, "A run began."),
    STEP_DONE(0, Tone.DONE, "A step did what it is for."),
    NEAR_MISS(0, Tone.DONE, "An event nearly ended a wait.");

    /** How a verdict of it begins. */
    enum Tone {
        NEVER,
        NOT_YET,
        DONE
    }

    private final int number;
    private final Tone tone;
    private final String explanation;

    Code(int number, Tone tone, String explanation) {
        this.number = number;
        this.tone = tone;
        this.explanation = explanation;
    }

    /** Its number in docs/explain.md; null for what went well. */
    public Integer number() {
        return number == 0 ? null : number;
    }

    /** The word for it on the wire, for example {@code filter_false}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it stands for, in one sentence. */
    public String explanation() {
        return explanation;
    }

    Tone tone() {
        return tone;
    }
}
