package net.openhft.chronicle.values;

/** Reaches the library's own generator, which no other package may call. */
public final class GeneratedSource {
    private GeneratedSource() {}

    /** The class that Chronicle would write for an interface of values in memory, under another name. */
    public static String of(Class<?> values, String name) {
        return Generators.generateNativeClass(ValueModel.acquire(values), name);
    }
}
