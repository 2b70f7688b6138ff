import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.File;
import java.io.IOException;
import java.util.Comparator;
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
        int[] palette = counts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(COLORS)
                .mapToInt(Map.Entry::getKey)
                .toArray();
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
