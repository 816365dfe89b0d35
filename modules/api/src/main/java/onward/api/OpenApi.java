package onward.api;

import io.vertx.ext.web.Router;

final class OpenApi {
    static void mount(Router router) {}
}
