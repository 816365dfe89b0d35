package onward.channel.smtp;

/** How far a conversation about one letter has come. */
enum Phase {
    /** Connecting, greeting, TLS, login: about the relay, not yet about a letter. */
    OPENING,
    /** MAIL, RCPT and the DATA command. */
    ADDRESSING,
    /** The letter is on its way, the final dot is not. */
    BODY,
    /** The final dot may have reached the relay. */
    DOT
}
