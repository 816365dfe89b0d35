package onward.flow.model;

/** What sort of cases are wanted. */
public enum Flavor {
    /** All there is. */
    FULL(true, true, true),
    /** Many runs, never in a hurry, that neither look at their contact nor change what the others do about it. */
    UNHURRIED_CROWD(false, true, false),
    /** One run a contact, never in a hurry. */
    UNHURRIED_LONER(false, false, true);

    /** Delays, timeouts and exit rules: what depends on when the server acts. */
    final boolean hasHurry;
    /** Several automations, and several runs of one contact at once. */
    final boolean hasCrowd;
    /** Rules and references about contacts, their deletion, and whether they are unsubscribed. */
    final boolean seesPeople;

    Flavor(boolean hasHurry, boolean hasCrowd, boolean seesPeople) {
        this.hasHurry = hasHurry;
        this.hasCrowd = hasCrowd;
        this.seesPeople = seesPeople;
    }
}
