package onward.store;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keeps secrets sealed where they are stored, and signs links, with one key that is in no database. What is sealed for
 * one purpose cannot be opened for another.
 */
public final class SecretBox {
    /** How long the key is. */
    public static final int KEY_BYTES = 32;

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String MAC = "HmacSHA256";

    private final byte[] key;
    private final SecureRandom random = new SecureRandom();

    private SecretBox(byte[] key) {
        this.key = key;
    }

    /** @param key {@value #KEY_BYTES} random bytes, the same for every node and every start */
    public static SecretBox of(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("Expected a key of " + KEY_BYTES + " bytes, found " + key.length);
        }
        return new SecretBox(key.clone());
    }

    /** With a key that is gone with the process: for tests, and for what needs no other process to open it. */
    public static SecretBox fleeting() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return new SecretBox(key);
    }

    /**
     * Seals with AES-256-GCM (NIST SP 800-38D).
     *
     * @param purpose what it is and whose; opening asks for the same
     * @return the nonce, then the ciphertext with its tag
     */
    public byte[] seal(String purpose, byte[] plain) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = cipher(Cipher.ENCRYPT_MODE, purpose, nonce, plain, 0, plain.length);
        byte[] whole = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
        System.arraycopy(sealed, 0, whole, NONCE_BYTES, sealed.length);
        return whole;
    }

    /** @throws IllegalStateException when it was sealed with another key or for another purpose, or was altered */
    public byte[] open(String purpose, byte[] sealed) {
        if (sealed.length < NONCE_BYTES) {
            throw new IllegalStateException("Expected something sealed, found " + sealed.length + " bytes.");
        }
        byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
        return cipher(Cipher.DECRYPT_MODE, purpose, nonce, sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
    }

    private byte[] cipher(int mode, String purpose, byte[] nonce, byte[] bytes, int from, int length) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            var aes = new SecretKeySpec(sign("seal " + purpose, new byte[0]), "AES");
            cipher.init(mode, aes, new GCMParameterSpec(TAG_BITS, nonce));
            return cipher.doFinal(bytes, from, length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "Expected to use what is sealed for " + purpose + ", found another key than the one it was sealed"
                            + " with, or altered bytes. The key is in the file secret.key of the data directory, or in"
                            + " ONWARD_SECRET_KEY; bring back the one used before.",
                    e);
        }
    }

    /** What only the key's holder can make of these bytes for this purpose: HMAC-SHA256, 32 bytes. */
    public byte[] sign(String purpose, byte[] bytes) {
        try {
            Mac own = Mac.getInstance(MAC);
            own.init(new SecretKeySpec(key, MAC));
            byte[] derived = own.doFinal(purpose.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(derived, MAC));
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java runtime has " + MAC, impossible);
        }
    }
}
