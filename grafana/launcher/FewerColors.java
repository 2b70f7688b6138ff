import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import javax.imageio.ImageIO;

/** Screenshots with at most 256 colours, which take half the space and look the same. Run as it is: java FewerColors.java FILE.png ... */
final class FewerColors {
    private static final int COLORS = 256;

    private FewerColors() {}

    public static void main(String[] files) throws IOException {
        for (String name : files) {
            File file = new File(name);
            BufferedImage image = ImageIO.read(file);
            ImageIO.write(reduced(image), "png", file);
            System.out.printf("%s: %d x %d, %d KB%n", name, image.getWidth(), image.getHeight(), file.length() / 1024);
        }
    }

    private static BufferedImage reduced(BufferedImage image) {
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        Map<Integer, Integer> counts = new HashMap<>();
        for (int pixel : pixels) {
            counts.merge(pixel, 1, Integer::sum);
        }
        int[] palette = palette(counts);
        Map<Integer, Integer> places = new HashMap<>();
        BufferedImage few = new BufferedImage(
                image.getWidth(),
                image.getHeight(),
                BufferedImage.TYPE_BYTE_INDEXED,
                new IndexColorModel(8, palette.length, palette, 0, false, -1, java.awt.image.DataBuffer.TYPE_BYTE));
        for (int i = 0; i < pixels.length; i++) {
            int place = places.computeIfAbsent(pixels[i], pixel -> nearest(pixel, palette));
            few.getRaster().setSample(i % image.getWidth(), i / image.getWidth(), 0, place);
        }
        return few;
    }

    /**
     * Always the colour next that the ones before would miss by most, over all its pixels: the most frequent alone would be
     * shades of grey at the edges of letters, and a thin line would lose the colour of its name.
     */
    private static int[] palette(Map<Integer, Integer> counts) {
        int[] colors = counts.keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
        long[] misses = new long[colors.length];
        Arrays.fill(misses, Long.MAX_VALUE / Integer.MAX_VALUE);
        int[] palette = new int[Math.min(COLORS, colors.length)];
        for (int taken = 0; taken < palette.length; taken++) {
            int worst = 0;
            for (int i = 1; i < colors.length; i++) {
                worst = misses[i] * counts.get(colors[i]) > misses[worst] * counts.get(colors[worst]) ? i : worst;
            }
            palette[taken] = colors[worst];
            for (int i = 0; i < colors.length; i++) {
                misses[i] = Math.min(misses[i], distance(colors[i], colors[worst]));
            }
        }
        return palette;
    }

    private static int nearest(int pixel, int[] palette) {
        int best = 0;
        for (int i = 1; i < palette.length; i++) {
            best = distance(pixel, palette[i]) < distance(pixel, palette[best]) ? i : best;
        }
        return best;
    }

    private static int distance(int one, int other) {
        int sum = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int by = (one >> shift & 0xff) - (other >> shift & 0xff);
            sum += by * by;
        }
        return sum;
    }
}
