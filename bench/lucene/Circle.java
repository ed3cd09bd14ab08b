import java.io.IOException;
import java.util.Objects;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.ConstantScoreScorer;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.TwoPhaseIterator;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BytesRef;

/**
 * Everybody within a circle, by the place of whoever else matches. Lucene's own circles (LatLonPoint, LatLonDocValuesField) begin each
 * question by cutting the earth into up to 4,096 boxes, which takes longer than all the rest where words are selective.
 */
final class Circle extends Query {
    private static final double EARTH = 6371.0; // km, the mean radius

    private final double x, y, z, chord;

    Circle(double lat, double lon, double km) {
        double[] at = spot(lat, lon);
        x = at[0];
        y = at[1];
        z = at[2];
        double half = Math.sin(Math.min(km / EARTH / 2, Math.PI / 2));
        chord = 4 * half * half;
    }

    private static double[] spot(double lat, double lon) {
        double a = Math.toRadians(lat), o = Math.toRadians(lon);
        return new double[] {Math.cos(a) * Math.cos(o), Math.cos(a) * Math.sin(o), Math.sin(a)};
    }

    /** The field of a place: three coordinates on the unit sphere. */
    static BinaryDocValuesField field(double lat, double lon) {
        byte[] out = new byte[24];
        double[] at = spot(lat, lon);
        for (int i = 0; i < 24; i++) out[i] = (byte) (Double.doubleToRawLongBits(at[i / 8]) >>> i % 8 * 8);
        return new BinaryDocValuesField("at", new BytesRef(out));
    }

    private static final java.lang.invoke.VarHandle DOUBLES =
        java.lang.invoke.MethodHandles.byteArrayViewVarHandle(double[].class, java.nio.ByteOrder.LITTLE_ENDIAN);

    private boolean holds(BytesRef b) {
        double p = (double) DOUBLES.get(b.bytes, b.offset) - x, q = (double) DOUBLES.get(b.bytes, b.offset + 8) - y, r = (double) DOUBLES.get(b.bytes, b.offset + 16) - z;
        return p * p + q * q + r * r <= chord;
    }

    @Override public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost) {
        return new ConstantScoreWeight(this, boost) {
            @Override public Scorer scorer(LeafReaderContext context) throws IOException {
                BinaryDocValues places = DocValues.getBinary(context.reader(), "at");
                return new ConstantScoreScorer(this, score(), mode, new TwoPhaseIterator(places) {
                    @Override public boolean matches() throws IOException { return holds(places.binaryValue()); }

                    @Override public float matchCost() { return 20; }
                });
            }

            @Override public boolean isCacheable(LeafReaderContext context) { return true; }
        };
    }

    @Override public String toString(String field) { return "circle"; }

    @Override public boolean equals(Object o) { return o instanceof Circle c && c.x == x && c.y == y && c.z == z && c.chord == chord; }

    @Override public int hashCode() { return Objects.hash(x, y, z, chord); }
}
