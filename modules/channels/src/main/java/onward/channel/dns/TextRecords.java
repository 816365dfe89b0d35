package onward.channel.dns;

import io.vertx.core.Future;
import java.util.List;

/** Finds the TXT records of a name. */
@FunctionalInterface
public interface TextRecords {
    /**
     * @return each record as one text, however it was cut; empty when the name or its TXT records do not exist. Fails when
     *     nobody answered, which says nothing about the records
     */
    Future<List<String>> of(String name);
}
