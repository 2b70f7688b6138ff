package net.openhft.chronicle.hash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import net.openhft.chronicle.bytes.Byteable;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.values.GeneratedSource;
import net.openhft.chronicle.values.Values;
import net.openhft.compiler.CompilerUtils;
import org.junit.jupiter.api.Test;

final class GlobalMutableStateTest {
    private static final String NAME = "GeneratedState";

    private final SplittableRandom random = new SplittableRandom(25);

    private static final class Side {
        final VanillaGlobalMutableState state;
        final BytesStore<?, ?> store = BytesStore.nativeStore(64);

        Side(VanillaGlobalMutableState state) {
            this.state = state;
            Byteable bytes = (Byteable) state;
            bytes.bytesStore(store, 5, bytes.maxSize());
        }

        byte[] bytes() {
            byte[] all = new byte[64];
            store.read(0, all, 0, 64);
            return all;
        }
    }

    private static VanillaGlobalMutableState generated() throws Exception {
        String source = GeneratedSource.of(VanillaGlobalMutableState.class, NAME);
        Class<?> type = CompilerUtils.CACHED_COMPILER.loadFromJava(
                GlobalMutableStateTest.class.getClassLoader(), "net.openhft.chronicle.hash." + NAME, source);
        return (VanillaGlobalMutableState) type.getDeclaredConstructor().newInstance();
    }

    @Test
    void chronicleTakesOurs() {
        assertSame(VanillaGlobalMutableState$$Native.class, Values.nativeClassFor(VanillaGlobalMutableState.class));
    }

    /** Every method of the interface, on both, over memory of random bytes: same results, same bytes. */
    @Test
    void isTheClassThatChronicleWouldMake() throws Exception {
        Side theirs = new Side(generated());
        Side ours = new Side(new VanillaGlobalMutableState$$Native());
        assertEquals(((Byteable) theirs.state).maxSize(), ((Byteable) ours.state).maxSize());
        Method[] methods = Arrays.stream(VanillaGlobalMutableState.class.getDeclaredMethods())
                .filter(m -> Modifier.isAbstract(m.getModifiers()))
                .sorted(Comparator.comparing(Method::getName))
                .toArray(Method[]::new);
        assertEquals(11, methods.length, Arrays.toString(methods));
        int refused = 0;
        for (int round = 0; round < 2_000; round++) {
            for (int i = 0; i < 64; i++) {
                byte b = (byte) random.nextInt();
                theirs.store.writeByte(i, b);
                ours.store.writeByte(i, b);
            }
            Method method = methods[random.nextInt(methods.length)];
            Object[] arguments = arguments(method);
            Object expected = result(theirs.state, method, arguments);
            assertEquals(expected, result(ours.state, method, arguments), method.getName());
            assertArrayEquals(theirs.bytes(), ours.bytes(), method.getName());
            refused += expected instanceof Class ? 1 : 0;
        }
        System.out.printf("head of the map against Chronicle's own class: 2,000 calls, %d refused%n", refused);
    }

    private Object[] arguments(Method method) {
        long any = random.nextLong() >>> random.nextInt(64);
        return switch (method.getParameterCount()) {
            case 0 -> new Object[0];
            default -> new Object[] {method.getParameterTypes()[0] == int.class ? (Object) (int) any : (Object) any};
        };
    }

    /** What it returns, or the class of what it throws. */
    private static Object result(Object on, Method method, Object... arguments) throws Exception {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            return e.getCause().getClass();
        }
    }

    @Test
    void refusesOtherSizes() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new VanillaGlobalMutableState$$Native().bytesStore(BytesStore.nativeStore(64), 0, 24));
    }
}
