package onward.trial.simulate;

import java.util.List;
import java.util.random.RandomGenerator;

/** All chance of one world. The same seed gives the same throws (SplitMix64). */
final class Dice implements RandomGenerator {
    private static final long GAMMA = 0x9e3779b97f4a7c15L;

    private long state;

    Dice(long seed) {
        this.state = mix(seed * GAMMA + GAMMA);
    }

    @Override
    public long nextLong() {
        state += GAMMA;
        return mix(state);
    }

    private static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }

    /** From 0 to one less than the bound. */
    int below(int bound) {
        return (int) (((nextLong() >>> 32) * bound) >>> 32);
    }

    /** Both ends included. */
    long between(long least, long most) {
        return least + (nextLong() >>> 1) % (most - least + 1);
    }

    boolean chance(double probability) {
        return probability > 0 && (nextLong() >>> 11) * 0x1.0p-53 < probability;
    }

    <T> T oneOf(List<T> all) {
        return all.get(below(all.size()));
    }

    double oneOfRates(double... rates) {
        return rates[below(rates.length)];
    }

    void shuffle(List<?> list) {
        swapAll(list);
    }

    private <T> void swapAll(List<T> list) {
        for (int i = list.size() - 1; i > 0; i--) {
            int j = below(i + 1);
            T kept = list.get(i);
            list.set(i, list.get(j));
            list.set(j, kept);
        }
    }
}
