package onward.app.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import onward.channel.fcm.Account;
import onward.flow.fact.Problem;
import onward.flow.fact.Result;

/** The file of a service account, as an operator names it. */
final class FcmFile {
    private FcmFile() {}

    static Result<Account> read(String path) {
        try {
            return Account.read(Files.readString(Path.of(path)));
        } catch (IOException | InvalidPathException unreadable) {
            return Result.failed(Problem.invalid("", "Expected a file that can be read, found none."));
        }
    }
}
