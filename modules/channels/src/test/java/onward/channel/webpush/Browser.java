package onward.channel.webpush;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import onward.flow.message.DeviceAddress;

/**
 * The other end of Web Push: keeps the keys of a subscription and decrypts what was encrypted for it, written after RFC
 * 8291, section 3.4, and RFC 8188, with the JDK alone. It shares nothing with what encrypts.
 */
final class Browser {
    private static final int HEAD_BYTES = 21;
    private static final int TAG_BITS = 128;

    private final PrivateKey privateKey;
    private final byte[] publicKey;
    private final byte[] auth;

    private Browser(PrivateKey privateKey, byte[] publicKey, byte[] auth) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
        this.auth = auth;
    }

    static Browser subscribed() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        var pair = generator.generateKeyPair();
        byte[] auth = new byte[16];
        new SecureRandom().nextBytes(auth);
        return new Browser(pair.getPrivate(), point((ECPublicKey) pair.getPublic()), auth);
    }

    /** One whose keys are known. */
    static Browser of(String privateKey, String publicKey, String auth) throws GeneralSecurityException {
        var spec = new ECPrivateKeySpec(new BigInteger(1, bytes(privateKey)), curve());
        return new Browser(KeyFactory.getInstance("EC").generatePrivate(spec), bytes(publicKey), bytes(auth));
    }

    DeviceAddress at(String endpoint) {
        return new DeviceAddress(DeviceAddress.WEB, endpoint, base64(publicKey), base64(auth));
    }

    /** The text of a message of one record. */
    String read(byte[] message) throws GeneralSecurityException {
        byte[] salt = Arrays.copyOf(message, 16);
        int recordSize = ByteBuffer.wrap(message, 16, 4).getInt();
        byte[] sender = Arrays.copyOfRange(message, HEAD_BYTES, HEAD_BYTES + message[20]);
        byte[] sealed = Arrays.copyOfRange(message, HEAD_BYTES + sender.length, message.length);
        if (sealed.length > recordSize) {
            throw new IllegalArgumentException("Expected one record, found more.");
        }
        byte[] padded = open(sealed, salt, sender);
        int end = padded.length - 1;
        while (padded[end] == 0) {
            end--;
        }
        if (padded[end] != 2) {
            throw new IllegalArgumentException("Expected the delimiter of a last record, found another.");
        }
        return new String(padded, 0, end, StandardCharsets.UTF_8);
    }

    private byte[] open(byte[] sealed, byte[] salt, byte[] sender) throws GeneralSecurityException {
        var agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(privateKey);
        agreement.doPhase(publicKey(sender), true);
        byte[] shared = hmac(auth, agreement.generateSecret());
        byte[] input = hmac(shared, text("WebPush: info\0"), publicKey, sender, new byte[] {1});
        byte[] pseudorandom = hmac(salt, input);
        byte[] key = Arrays.copyOf(hmac(pseudorandom, text("Content-Encoding: aes128gcm\0\1")), 16);
        byte[] nonce = Arrays.copyOf(hmac(pseudorandom, text("Content-Encoding: nonce\0\1")), 12);
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        return cipher.doFinal(sealed);
    }

    private static byte[] hmac(byte[] key, byte[]... parts) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        for (byte[] part : parts) {
            mac.update(part);
        }
        return mac.doFinal();
    }

    /** The key of an uncompressed point. */
    static PublicKey publicKey(byte[] point) throws GeneralSecurityException {
        var x = new BigInteger(1, Arrays.copyOfRange(point, 1, 33));
        var y = new BigInteger(1, Arrays.copyOfRange(point, 33, 65));
        return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(new ECPoint(x, y), curve()));
    }

    private static ECParameterSpec curve() throws GeneralSecurityException {
        var parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }

    /** The uncompressed point of a key. */
    static byte[] point(ECPublicKey key) {
        return ByteBuffer.allocate(65)
                .put((byte) 4)
                .put(coordinate(key.getW().getAffineX()))
                .put(coordinate(key.getW().getAffineY()))
                .array();
    }

    private static byte[] coordinate(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] coordinate = new byte[32];
        int length = Math.min(32, bytes.length);
        System.arraycopy(bytes, bytes.length - length, coordinate, 32 - length, length);
        return coordinate;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(String base64) {
        return Base64.getUrlDecoder().decode(base64);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
