package onward.app.code;

import java.util.List;

/** The command cannot do what it was asked; what is wrong with files or server, each in words for a person. */
final class CodeFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CodeFault(String problem) {
        super(problem);
    }

    CodeFault(List<String> problems) {
        super(String.join("\n", problems));
    }
}
