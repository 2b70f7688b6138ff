package io.gatehouse.server;

import java.util.Collection;

/** The known name that a mistyped one most likely stands for. */
final class NearestName {
    private NearestName() {}

    /** Null where none is near: more than a third of it would have to change. */
    static String of(String typed, Collection<String> known) {
        String nearest = null;
        int least = Integer.MAX_VALUE;
        for (String name : known) {
            int distance = Math.min(distance(typed, name), 1 + distance(last(typed), last(name)));
            if (distance < least) {
                least = distance;
                nearest = name;
            }
        }
        return least <= Math.max(2, last(typed).length() / 3) ? nearest : null;
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /** Letters to insert, remove or replace. */
    private static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = above[0];
            above[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = above[j];
                above[j] = Math.min(replace, 1 + Math.min(above[j], above[j - 1]));
            }
        }
        return above[b.length()];
    }
}
