package onward.flow.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * In which order runs that have something to do at the same act do it. The contract does not say. Where it makes a
 * difference, because one changes a contact that another looks at, no outcome is the only one.
 */
public final class Turns {

    /** As they were started. */
    public static final Turns OLDEST_FIRST = new Turns(order -> {});

    private final Consumer<List<?>> mix;

    private Turns(Consumer<List<?>> mix) {
        this.mix = mix;
    }

    /** As they were started, the other way round, and so many by chance, at every act another; each to be used once. */
    public static Stream<Turns> many(int byChance) {
        // From one source: generators whose seeds are neighbours begin alike.
        Random seeds = new Random(7);
        Stream<Turns> mixed = IntStream.range(0, byChance).mapToObj(i -> {
            Random random = new Random(seeds.nextLong());
            return new Turns(order -> Collections.shuffle(order, random));
        });
        return Stream.concat(Stream.of(OLDEST_FIRST, new Turns(Collections::reverse)), mixed);
    }

    <T> List<T> order(List<T> runs) {
        List<T> ordered = new ArrayList<>(runs);
        mix.accept(ordered);
        return ordered;
    }
}
