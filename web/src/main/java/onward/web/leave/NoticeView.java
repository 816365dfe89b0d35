package onward.web.leave;

/** What {@code notice.html} shows in place of a page that there is not. */
public record NoticeView(String title, String heading, String words) {
    static final NoticeView GONE = new NoticeView(
            "Not found",
            "This link does not exist",
            "It may have been cut short on its way, or what it led to is gone.");

    static final NoticeView TOO_LARGE = new NoticeView(
            "Too large",
            "That was too much",
            "The form that was sent is larger than any form of this page. Nothing was changed; open the link again and"
                    + " choose there.");
}
