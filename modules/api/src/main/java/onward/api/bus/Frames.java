package onward.api.bus;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.parsetools.RecordParser;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * The frames of the Vert.x TCP event-bus bridge: a length of four bytes, the highest first, then that many bytes of
 * JSON. A frame is measured before it is gathered.
 */
final class Frames {
    private static final int LENGTH_BYTES = 4;

    private final RecordParser parser = RecordParser.newFixed(LENGTH_BYTES);
    private final IntSupplier bytesMax;
    private final Consumer<JsonObject> taken;
    private final Consumer<String> unreadable;
    private boolean isLength = true;
    private boolean isOver;

    /**
     * Cuts what it is given into frames.
     *
     * @param bytesMax how large the next frame may be
     * @param unreadable told once what is wrong with a frame; nothing is taken after it
     */
    Frames(IntSupplier bytesMax, Consumer<JsonObject> taken, Consumer<String> unreadable) {
        this.bytesMax = bytesMax;
        this.taken = taken;
        this.unreadable = unreadable;
        parser.handler(this::record);
    }

    /** To be given all that arrives. */
    Handler<Buffer> parser() {
        return parser;
    }

    static Buffer of(JsonObject frame) {
        Buffer json = frame.toBuffer();
        return Buffer.buffer(LENGTH_BYTES + json.length())
                .appendInt(json.length())
                .appendBuffer(json);
    }

    private void record(Buffer record) {
        if (isOver) {
            return;
        }
        if (isLength) {
            measured(record.getInt(0));
        } else {
            isLength = true;
            parser.fixedSizeMode(LENGTH_BYTES);
            read(record);
        }
    }

    private void measured(int length) {
        if (length < 1 || length > bytesMax.getAsInt()) {
            end("Expected a frame of 1 to " + bytesMax.getAsInt() + " bytes, found " + Integer.toUnsignedString(length)
                    + ". The connection is closed.");
        } else {
            isLength = false;
            parser.fixedSizeMode(length);
        }
    }

    private void read(Buffer json) {
        JsonObject frame;
        try {
            frame = new JsonObject(json);
        } catch (DecodeException | ClassCastException e) {
            end("Expected a frame that is a JSON object, found other bytes. The connection is closed.");
            return;
        }
        taken.accept(frame);
    }

    private void end(String problem) {
        isOver = true;
        unreadable.accept(problem);
    }
}
