package onward.flow.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
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

    /** All of them; those that are in order stay in order among themselves. */
    <T> List<T> order(List<T> free, List<T> inOrder) {
        List<T> all = new ArrayList<>(free);
        all.addAll(inOrder);
        mix.accept(all);
        Iterator<T> next = inOrder.iterator();
        all.replaceAll(one -> inOrder.contains(one) ? next.next() : one);
        return all;
    }
}
