package onward.bench.load;

import java.net.URI;
import java.nio.charset.StandardCharsets;

/** The bytes of POST requests to one path of one server. */
public final class Post {
    private final byte[] head;

    /** @param token of the API key; null for none */
    public Post(URI server, String path, String token) {
        String authorization = token == null ? "" : "Authorization: Bearer " + token + "\r\n";
        head = ("POST " + path + " HTTP/1.1\r\nHost: " + server.getAuthority() + "\r\n" + authorization
                        + "Content-Type: application/json\r\nContent-Length: ")
                .getBytes(StandardCharsets.US_ASCII);
    }

    public byte[] of(String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        byte[] length = (body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] request = new byte[head.length + length.length + body.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(length, 0, request, head.length, length.length);
        System.arraycopy(body, 0, request, head.length + length.length, body.length);
        return request;
    }
}
