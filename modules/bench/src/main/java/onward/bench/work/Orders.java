package onward.bench.work;

import java.util.function.IntFunction;
import onward.bench.load.Post;

/** Events as a shop sends them, about 200 bytes each, from a fixed number of people in turn. */
final class Orders {
    /** How many people there are, unless a workload needs more. */
    static final int PEOPLE = 10_000;

    private Orders() {}

    /** Where a person is reached; in lower case, so it is the key of their contact too. */
    static String email(int person) {
        return "person-" + person + "@example.com";
    }

    /** Requests of one event name; the number of a request names its person. */
    static IntFunction<byte[]> of(Post post, String event, int people) {
        return of(post, event, 0, people);
    }

    /** The same from a certain person on. */
    static IntFunction<byte[]> of(Post post, String event, int first, int people) {
        return of(post, number -> event, first, people);
    }

    /** The same, where each request has an event name of its own. */
    static IntFunction<byte[]> of(Post post, IntFunction<String> events, int first, int people) {
        return number -> {
            int person = first + number % people;
            return post.of("{\"event\":\"" + events.apply(number) + "\",\"email\":\"" + email(person)
                    + "\",\"payload\":{\"plan\":\"pro\",\"name\":\"Ada " + person + "\",\"amount\":"
                    + number % 1_000 + ".5,\"order\":{\"id\":\"o-" + number
                    + "\",\"items\":[{\"sku\":\"kettle\",\"n\":1}]}}}");
        };
    }
}
