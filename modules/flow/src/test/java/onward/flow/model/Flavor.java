package onward.flow.model;

/** What sort of cases are wanted. */
public enum Flavor {
    /** All there is but entry rules. */
    FULL(true, true, true, true, false),
    /** Many runs without exit rules, that neither look at their contact nor change what the others do about it. */
    HURRIED_CROWD(true, false, true, false, false),
    /** One run a contact, without exit rules. */
    HURRIED_LONER(true, false, false, true, false),
    /** The same, never in a hurry: whatever they do does not depend on when the server acts. */
    UNHURRIED_CROWD(false, false, true, false, false),
    UNHURRIED_LONER(false, false, false, true, false),
    /** Many runs of automations that do not let in everybody. None looks at its contact. */
    GUARDED_CROWD(true, true, true, false, true);

    /** Delays and timeouts: what depends on when the server acts. */
    final boolean hasHurry;
    /** Exit rules, which depend on that as well. */
    final boolean hasExits;
    /** Several automations, and several runs of one contact at once. */
    final boolean hasCrowd;
    /** Rules and references about contacts, their deletion, and whether they are unsubscribed. */
    final boolean seesPeople;
    /** Entry rules, which the world does not know. */
    final boolean hasEntries;

    Flavor(boolean hasHurry, boolean hasExits, boolean hasCrowd, boolean seesPeople, boolean hasEntries) {
        this.hasHurry = hasHurry;
        this.hasExits = hasExits;
        this.hasCrowd = hasCrowd;
        this.seesPeople = seesPeople;
        this.hasEntries = hasEntries;
    }
}
