package io.gatehouse.server.admin;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * What every request passes before its page: only under a name that is ours (a web page elsewhere can make a browser ask
 * a loopback port under its own name), without a body, and with answers that a browser does nothing with.
 */
final class Gatekeeper {
    private final Set<String> names = new HashSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));

    Gatekeeper(String configuredHost) {
        String name = configuredHost.toLowerCase(Locale.ROOT);
        names.add(name.contains(":") && !name.startsWith("[") ? "[" + name + "]" : name);
    }

    void guard(RoutesConfig routes) {
        routes.before(this::check);
    }

    private void check(Context ctx) {
        ctx.header("X-Content-Type-Options", "nosniff");
        ctx.header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        ctx.header("Cross-Origin-Resource-Policy", "same-origin");
        ctx.header("Referrer-Policy", "no-referrer");
        ctx.header("Cache-Control", "no-store");
        if (!ours(ctx.header("Host"))) {
            refuse(ctx, HttpStatus.FORBIDDEN, "this host name is not served here");
        } else if (!sameOrigin(ctx.header("Origin"))) {
            refuse(ctx, HttpStatus.FORBIDDEN, "other sites get no answer");
        } else if (ctx.contentLength() > 0 || ctx.header("Transfer-Encoding") != null) {
            refuse(ctx, HttpStatus.CONTENT_TOO_LARGE, "nothing here takes a body");
        }
    }

    private static void refuse(Context ctx, HttpStatus status, String why) {
        ctx.status(status).result(why + "\n").header("Connection", "close").skipRemainingHandlers();
    }

    private boolean sameOrigin(String origin) {
        if (origin == null) {
            return true;
        }
        try {
            return ours(new URI(origin).getRawAuthority());
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Name and maybe a port; the port is not compared, it may be forwarded. */
    private boolean ours(String authority) {
        if (authority == null) {
            return false;
        }
        int port = authority.lastIndexOf(':');
        boolean hasPort = port > authority.lastIndexOf(']');
        return names.contains((hasPort ? authority.substring(0, port) : authority).toLowerCase(Locale.ROOT));
    }
}
