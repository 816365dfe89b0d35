package onward.flow.message;

import java.util.List;

/**
 * Where a device is reached.
 *
 * @param kind {@link #WEB} or {@link #FCM}
 * @param address the endpoint of a browser's subscription (RFC 8030), or the registration token of FCM
 * @param p256dh and {@code auth}: the keys of the subscription (RFC 8291) as base64url; null unless it is a browser
 */
public record DeviceAddress(String kind, String address, String p256dh, String auth) {
    /** A browser that subscribed by Web Push. */
    public static final String WEB = "web";
    /** An app that registered with Firebase Cloud Messaging. */
    public static final String FCM = "fcm";

    public static final List<String> KINDS = List.of(WEB, FCM);
}
