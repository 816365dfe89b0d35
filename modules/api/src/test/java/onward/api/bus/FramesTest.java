package onward.api.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames of the bridge: whole ones come out, however they are cut; what is none ends it with a sentence. */
class FramesTest {
    private static final int BYTES_MAX = 100;

    private final List<JsonObject> taken = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final Frames frames = new Frames(() -> BYTES_MAX, taken::add, problems::add);

    @Test
    void frames_come_out_whole_when_their_bytes_arrive_one_by_one() {
        Buffer two = Frames.of(new JsonObject().put("type", "ping"))
                .appendBuffer(Frames.of(new JsonObject().put("type", "send").put("body", "ä")));

        for (int i = 0; i < two.length(); i++) {
            frames.parser().handle(two.getBuffer(i, i + 1));
        }

        assertThat(taken).extracting(frame -> frame.getString("type")).containsExactly("ping", "send");
        assertThat(taken.get(1).getString("body")).isEqualTo("ä");
        assertThat(problems).isEmpty();
    }

    @Test
    void several_frames_in_one_piece_come_out_one_by_one() {
        Buffer frame = Frames.of(new JsonObject().put("type", "ping"));

        frames.parser()
                .handle(Buffer.buffer().appendBuffer(frame).appendBuffer(frame).appendBuffer(frame));

        assertThat(taken).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, BYTES_MAX + 1, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void length_that_no_frame_has_ends_it_before_anything_is_gathered(int length) {
        frames.parser().handle(Buffer.buffer().appendInt(length).appendString("{\"type\":\"ping\"}"));

        assertThat(taken).isEmpty();
        assertThat(problems).singleElement().asString().startsWith("Expected a frame of 1 to 100 bytes, found ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "7", "\"ping\"", "{", "\u0000\u0001", "{\"a\":1}}"})
    void bytes_that_are_no_object_end_it(String json) {
        frames.parser().handle(Buffer.buffer().appendInt(json.length()).appendString(json));
        frames.parser().handle(Frames.of(new JsonObject().put("type", "ping")));

        assertThat(taken).isEmpty();
        assertThat(problems).singleElement().asString().startsWith("Expected a frame that is a JSON object");
    }
}
