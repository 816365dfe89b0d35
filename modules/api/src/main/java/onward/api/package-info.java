/**
 * JSON over HTTP: the native face, in the shapes of contract/resend.md.
 *
 * <pre>
 *   NativeFace -- lists --> a resource (Automations…) -- register --> Routes
 *   request --> Routes: route, method --> Doorman: key, permission --> BodyReader --> Call --> handler --> Answer
 *                                            \------------ Refusal ------------------------/
 * </pre>
 *
 * A resource gives its things their shape. Where the same things have two, as automations and workflows do,
 * what both do with them is in a keeper or a reader, and a {@link onward.api.Noun} says how they are called.
 *
 * <p>The order of the checks is that of the contract: route, method, key, permission, path, body. A handler
 * reads its {@link onward.api.Call}, gives an {@link onward.api.Answer} or fails with a
 * {@link onward.api.Refusal}; whatever else it fails with is our bug, logged once and answered without
 * details.
 */
package onward.api;
