package onward.api;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A multipart form, written out byte by byte as clients do. */
final class Form {
    static final String TYPE = "multipart/form-data; boundary=onward-form";
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Form field(String name, String value) {
        return part("name=\"" + name + "\"", "", value.getBytes(StandardCharsets.UTF_8));
    }

    Form file(String csv) {
        return file("file", csv.getBytes(StandardCharsets.UTF_8));
    }

    Form file(String name, byte[] content) {
        return part("name=\"" + name + "\"; filename=\"people.csv\"", "Content-Type: text/csv\r\n", content);
    }

    private Form part(String disposition, String headers, byte[] content) {
        bytes.writeBytes(("--onward-form\r\nContent-Disposition: form-data; " + disposition + "\r\n" + headers + "\r\n")
                .getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(content);
        bytes.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        return this;
    }

    byte[] end() {
        bytes.writeBytes("--onward-form--\r\n".getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }

    byte[] cutOff() {
        return bytes.toByteArray();
    }
}
