package onward.bench.micro;

import java.nio.charset.StandardCharsets;
import onward.store.json.JsonReader;
import onward.store.json.JsonWriter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The body of a POST of W1, read from its bytes as the server reads it, and its payload written again. */
@State(Scope.Benchmark)
public class JsonBenchmark {
    private final byte[] body = ("{\"event\":\"shop.joined\",\"email\":\"person-17@example.com\",\"payload\":"
                    + Scene.PAYLOAD.strip() + "}")
            .getBytes(StandardCharsets.UTF_8);
    private final Object payload = Scene.object(Scene.PAYLOAD);

    @Benchmark
    public Object read() {
        return JsonReader.read(body);
    }

    @Benchmark
    public String write() {
        return JsonWriter.write(payload);
    }
}
