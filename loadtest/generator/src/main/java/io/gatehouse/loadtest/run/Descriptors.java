package io.gatehouse.loadtest.run;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How many files and sockets this process may have. */
final class Descriptors {
    private Descriptors() {}

    /**
     * Looks before the first connects: later they would fail one by one.
     *
     * @throws RunFailed where there are fewer, with what to type
     */
    static void require(long descriptors) throws RunFailed {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            long most = system.getMaxFileDescriptorCount();
            if (most >= 0 && most < descriptors) {
                throw new RunFailed(
                        "so many gates need %,d file descriptors, and this process may have %,d: type 'ulimit -n %d' before, or take fewer --gates"
                                .formatted(descriptors, most, descriptors));
            }
        }
    }
}
