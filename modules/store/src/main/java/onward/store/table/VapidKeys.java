package onward.store.table;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.UUID;
import onward.store.SecretBox;
import onward.store.Statements;
import onward.store.Times;

/** The table of keys by which push services know the server (RFC 8292). A project's is made when it is asked for first. */
public final class VapidKeys {
    /** How long the public one is. */
    public static final int PUBLIC_BYTES = 65;

    private static final int COORDINATE_BYTES = 32;
    private static final byte UNCOMPRESSED = 4;
    static final String PURPOSE = "VAPID key";
    private static final Statements SQL = Statements.of("vapid_key");

    private VapidKeys() {}

    /**
     * A key of the curve P-256.
     *
     * @param publicKey its point, uncompressed (SEC 1, section 2.3.3): {@link #PUBLIC_BYTES} bytes
     * @param sealed PKCS #8 of the private one, sealed
     */
    public record Stored(byte[] publicKey, byte[] sealed) {

        /** PKCS #8 of the private one. */
        public byte[] privateKey(SecretBox box) {
            return box.open(PURPOSE, sealed);
        }
    }

    /** The key of the project, the same for everybody who ever asked. */
    public static Future<Stored> of(SqlClient client, UUID projectId, SecretBox box, Instant now) {
        return find(client, projectId)
                .compose(found -> found != null
                        ? Future.succeededFuture(found)
                        : insert(client, projectId, box, now).compose(done -> find(client, projectId)));
    }

    private static Future<Stored> find(SqlClient client, UUID projectId) {
        return client.preparedQuery(SQL.get("find"))
                .execute(Tuple.of(projectId))
                .map(rows -> Columns.firstOrNull(rows, VapidKeys::stored));
    }

    private static Future<Void> insert(SqlClient client, UUID projectId, SecretBox box, Instant now) {
        KeyPair pair = pair();
        var tuple = Tuple.of(
                projectId,
                Buffer.buffer(point((ECPublicKey) pair.getPublic())),
                Buffer.buffer(box.seal(PURPOSE, pair.getPrivate().getEncoded())),
                Times.toSql(now));
        return client.preparedQuery(SQL.get("insert")).execute(tuple).mapEmpty();
    }

    private static KeyPair pair() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java runtime of ours has the curve P-256", impossible);
        }
    }

    private static byte[] point(ECPublicKey key) {
        return ByteBuffer.allocate(PUBLIC_BYTES)
                .put(UNCOMPRESSED)
                .put(coordinate(key.getW().getAffineX()))
                .put(coordinate(key.getW().getAffineY()))
                .array();
    }

    /** A number may come with a sign in front, or be shorter. */
    private static byte[] coordinate(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] coordinate = new byte[COORDINATE_BYTES];
        int length = Math.min(COORDINATE_BYTES, bytes.length);
        System.arraycopy(bytes, bytes.length - length, coordinate, COORDINATE_BYTES - length, length);
        return coordinate;
    }

    private static Stored stored(Row row) {
        return new Stored(
                row.getBuffer("public_key").getBytes(),
                row.getBuffer("private_key").getBytes());
    }
}
