/**
 * JSON over HTTP: the native face, in the shapes of contract/resend.md.
 *
 * <pre>
 *   NativeFace -- lists --> a resource (Automations…) -- register --> Routes
 *   request --> Routes: route, method --> Doorman: key, permission --> BodyReader --> Call --> handler --> Answer
 *                                            \------------ Refusal ------------------------/
 * </pre>
 *
 * The order of the checks is that of the contract: route, method, key, permission, path, body. A handler
 * reads its {@link onward.api.Call}, gives an {@link onward.api.Answer} or fails with a
 * {@link onward.api.Refusal}; whatever else it fails with is our bug, logged once and answered without
 * details.
 */
package onward.api;
