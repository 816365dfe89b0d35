package onward.app;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import onward.app.config.Config;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the log is written. What it says is the same: sentences with ids, and no personal data. */
enum LogFormat {
    /** As logback.xml has it. */
    TEXT,
    /** One object a line: timestamp, level, logger, thread, the sentence, its arguments apart, what was thrown. */
    JSON;

    static LogFormat of(Config config) {
        return config.logsAsJson() ? JSON : TEXT;
    }

    /** From now on, for the whole process. */
    void use() {
        if (this == JSON && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger(Logger.ROOT_LOGGER_NAME)
                    .iteratorForAppenders()
                    .forEachRemaining(appender -> write(context, appender));
        }
    }

    private static void write(LoggerContext context, Appender<ILoggingEvent> appender) {
        if (appender instanceof OutputStreamAppender<ILoggingEvent> out) {
            out.stop();
            out.setEncoder(json(context));
            out.start();
        }
    }

    static JsonEncoder json(LoggerContext context) {
        var encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithFormattedMessage(true);
        encoder.setWithMessage(false);
        encoder.setWithArguments(true);
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithContext(false);
        encoder.setWithMDC(false);
        encoder.start();
        return encoder;
    }
}
