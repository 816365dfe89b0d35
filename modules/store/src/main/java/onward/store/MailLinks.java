package onward.store;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import onward.flow.message.Links;

/**
 * Links from a mail back to this server. Each carries which mail it stands in, and a signature that only the key's
 * holder can make; a link for one purpose is none for another.
 */
public final class MailLinks implements Links {
    /** Where each kind of link is mounted, with a slash at the end. */
    public static final String UNSUBSCRIBE = "/unsubscribe/";

    public static final String OPEN = "/o/";
    public static final String CLICK = "/c/";

    private static final int ID_BYTES = 16;
    private static final int SIGNED_BYTES = 2 * ID_BYTES + Short.BYTES;
    private static final int MAC_BYTES = 16;
    private static final int TOKEN_CHARS = 4 * (SIGNED_BYTES + MAC_BYTES + 1) / 3;

    private final SecretBox box;
    private final Supplier<String> publicUrl;

    /** @param publicUrl how the outside world reaches this server, without a slash at the end */
    public MailLinks(SecretBox box, Supplier<String> publicUrl) {
        this.box = box;
        this.publicUrl = publicUrl;
    }

    /**
     * What a link says.
     *
     * @param number of the link in its mail; 0 for other links
     */
    public record Place(UUID projectId, UUID envelopeId, int number) {}

    @Override
    public String unsubscribe(UUID projectId, UUID envelopeId) {
        return url(UNSUBSCRIBE, new Place(projectId, envelopeId, 0));
    }

    /** The picture that says a mail was opened. */
    public String open(UUID projectId, UUID envelopeId) {
        return url(OPEN, new Place(projectId, envelopeId, 0));
    }

    /** What stands in place of a link of a mail. */
    public String click(UUID projectId, UUID envelopeId, int number) {
        return url(CLICK, new Place(projectId, envelopeId, number));
    }

    /** Whether a URL is a link of ours, by its look. */
    public boolean isOurs(String url) {
        return url.startsWith(publicUrl.get() + UNSUBSCRIBE);
    }

    private String url(String kind, Place place) {
        byte[] signed = bytes(place);
        byte[] token = Arrays.copyOf(signed, SIGNED_BYTES + MAC_BYTES);
        System.arraycopy(mac(kind, signed), 0, token, SIGNED_BYTES, MAC_BYTES);
        return publicUrl.get() + kind + Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /** What a token says that was made here for this kind of link; empty for every other text. */
    public Optional<Place> read(String kind, String token) {
        byte[] bytes = decoded(token);
        if (bytes.length != SIGNED_BYTES + MAC_BYTES) {
            return Optional.empty();
        }
        byte[] signed = Arrays.copyOf(bytes, SIGNED_BYTES);
        byte[] mac = Arrays.copyOfRange(bytes, SIGNED_BYTES, bytes.length);
        return MessageDigest.isEqual(mac, mac(kind, signed)) ? Optional.of(place(signed)) : Optional.empty();
    }

    private static byte[] decoded(String token) {
        try {
            return token.length() > TOKEN_CHARS
                    ? new byte[0]
                    : Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException noBase64) {
            // No token of ours, like any other text.
            return new byte[0];
        }
    }

    private byte[] mac(String kind, byte[] signed) {
        return Arrays.copyOf(box.sign("link " + kind, signed), MAC_BYTES);
    }

    private static byte[] bytes(Place place) {
        return ByteBuffer.allocate(SIGNED_BYTES)
                .putLong(place.projectId().getMostSignificantBits())
                .putLong(place.projectId().getLeastSignificantBits())
                .putLong(place.envelopeId().getMostSignificantBits())
                .putLong(place.envelopeId().getLeastSignificantBits())
                .putShort((short) place.number())
                .array();
    }

    private static Place place(byte[] signed) {
        var bytes = ByteBuffer.wrap(signed);
        return new Place(
                new UUID(bytes.getLong(), bytes.getLong()),
                new UUID(bytes.getLong(), bytes.getLong()),
                bytes.getShort());
    }
}
