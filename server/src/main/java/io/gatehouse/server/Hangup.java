package io.gatehouse.server;

import java.lang.reflect.Proxy;

/** SIGHUP. The JDK's class for it has no supported name, so it is reached for by reflection. */
final class Hangup {
    private Hangup() {}

    /**
     * From here on SIGHUP does this instead of ending the process.
     *
     * @param action called on a thread of the JDK's: must not block
     * @return false where it stays without effect: the system has no such signal, or whoever started the process
     *     ignores it, as nohup does
     */
    static boolean handle(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ours = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                        }
                        return null;
                    });
            Object before = signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), ours);
            return before != handler.getField("SIG_IGN").get(null);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            return false;
        }
    }
}
