package onward.web.ui;

/** A page that could not be shown, and why, in words for the person who asked. */
public record ProblemView(String title, String words) {}
