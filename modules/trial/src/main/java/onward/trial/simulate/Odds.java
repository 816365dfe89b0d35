package onward.trial.simulate;

/**
 * How bad one world is. Rates are per statement, per commit, per bell or per mail; spans are means in milliseconds, 0
 * for never.
 *
 * @param slow the rate of statements that take up to {@link #SLOW_MAX}
 * @param strike the rate at which a node dies or stands still between two acts of a delivery
 * @param faultMillis how long there are faults and load; then all is well and the world settles
 */
record Odds(
        int nodes,
        double connectionLost,
        double commitUnknown,
        double bellLost,
        double mailFault,
        double rowFault,
        double slow,
        double strike,
        long crashEvery,
        long pauseEvery,
        long outageEvery,
        long drainEvery,
        long skewMillis,
        long faultMillis) {
    static final int SLOW_MAX = 400;

    /** The least share of commits whose outcome nobody learns. */
    static final double COMMIT_UNKNOWN_MIN = 0.01;

    /** @param nodes 0 for as many as the seed says */
    static Odds of(Dice dice, int nodes) {
        int count = nodes > 0 ? nodes : 1 + dice.below(3);
        boolean isCalm = dice.chance(0.15);
        double temper = isCalm ? 0 : dice.chance(0.2) ? 4 : 1;
        return new Odds(
                count,
                temper * dice.oneOfRates(0, 0.002, 0.01),
                COMMIT_UNKNOWN_MIN + temper * dice.oneOfRates(0, 0.01, 0.04),
                isCalm ? 0.05 : dice.oneOfRates(0.1, 0.5, 1),
                isCalm ? 0 : dice.oneOfRates(0.1, 0.3, 0.6),
                isCalm ? 0 : dice.oneOfRates(0, 0, 0.05),
                dice.oneOfRates(0, 0.01, 0.04),
                isCalm ? 0 : dice.oneOfRates(0, 0.01, 0.05),
                isCalm ? 0 : dice.chance(0.6) ? dice.between(3_000, 20_000) : 0,
                isCalm ? 0 : dice.chance(0.6) ? dice.between(8_000, 30_000) : 0,
                isCalm ? 0 : dice.chance(0.3) ? dice.between(8_000, 30_000) : 0,
                dice.chance(0.4) ? dice.between(8_000, 30_000) : 0,
                dice.chance(0.5) ? 0 : dice.between(0, 30_000),
                dice.between(15_000, 45_000));
    }
}
