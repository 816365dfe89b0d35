package onward.flow.model;

/** What sort of cases are wanted. */
public enum Flavor {
    /** All there is. */
    FULL(true, true, true, true),
    /** Many runs without exit rules, that neither look at their contact nor change what the others do about it. */
    HURRIED_CROWD(true, false, true, false),
    /** One run a contact, without exit rules. */
    HURRIED_LONER(true, false, false, true),
    /** The same, never in a hurry: whatever they do does not depend on when the server acts. */
    UNHURRIED_CROWD(false, false, true, false),
    UNHURRIED_LONER(false, false, false, true);

    /** Delays and timeouts: what depends on when the server acts. */
    final boolean hasHurry;
    /** Exit rules, which depend on that as well. */
    final boolean hasExits;
    /** Several automations, and several runs of one contact at once. */
    final boolean hasCrowd;
    /** Rules and references about contacts, their deletion, and whether they are unsubscribed. */
    final boolean seesPeople;

    Flavor(boolean hasHurry, boolean hasExits, boolean hasCrowd, boolean seesPeople) {
        this.hasHurry = hasHurry;
        this.hasExits = hasExits;
        this.hasCrowd = hasCrowd;
        this.seesPeople = seesPeople;
    }
}
