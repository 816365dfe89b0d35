package onward.app.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A certificate for {@code api.resend.com} and a trust store with it, made by the JDK's keytool as docs/clients.md tells. */
record ApiCertificate(Path keys, Path trust) {
    static final String PASSWORD = "changeit";

    static ApiCertificate make(Path folder) throws Exception {
        Path keys = folder.resolve("onward.p12");
        Path certificate = folder.resolve("onward.pem");
        Path trust = folder.resolve("trust.p12");
        keytool(
                "-genkeypair",
                "-alias",
                "onward",
                "-keyalg",
                "EC",
                "-dname",
                "CN=api.resend.com",
                "-ext",
                "san=dns:api.resend.com",
                "-validity",
                "30",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                keys.toString());
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "onward",
                "-storepass",
                PASSWORD,
                "-keystore",
                keys.toString(),
                "-file",
                certificate.toString());
        keytool(
                "-importcert",
                "-noprompt",
                "-alias",
                "onward",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-file",
                certificate.toString(),
                "-keystore",
                trust.toString());
        return new ApiCertificate(keys, trust);
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("Expected keytool to do its work, it said: " + said);
        }
    }
}
