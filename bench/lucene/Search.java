import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.LatLonDocValuesField;
import org.apache.lucene.document.LatLonPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedNumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexOrDocValuesQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MultiCollector;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.util.BytesRef;

/** CVs and jobs: what is indexed, and how it is asked. */
final class Search {
    private static final FieldType WORDS = new FieldType();

    static {
        WORDS.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
        WORDS.setTokenized(true);
        WORDS.freeze();
    }

    /** Lucene's own circles instead of Circle. */
    static final boolean POINTS = Boolean.getBoolean("points");

    /** The ratio of Lucene's mean radius to the one of the workload, 6371 km. */
    private static final double RADIUS = 6371.0087714 / 6371.0;

    private static Query points(double lat, double lon, double metres) {
        return new IndexOrDocValuesQuery(LatLonPoint.newDistanceQuery("point", lat, lon, metres), LatLonDocValuesField.newSlowDistanceQuery("point", lat, lon, metres));
    }

    private static Document record(String[] row, String text, int county, int occ, int years, long langs) {
        Document d = new Document();
        d.add(new StringField("id", row[0], Field.Store.NO));
        d.add(new NumericDocValuesField("number", Lucene.number(row[0])));
        d.add(new Field("t", text, WORDS));
        d.add(new NumericDocValuesField("county", county));
        d.add(new NumericDocValuesField("occ", occ));
        d.add(new NumericDocValuesField("band", years / 10 * 10));
        d.add(new NumericDocValuesField("langs", langs));
        return d;
    }

    private static void bits(Document d, String field, long mask) {
        for (int b = 0; b < 32; b++) if ((mask >> b & 1) == 1) d.add(new StringField(field, Integer.toString(b), Field.Store.NO));
    }

    /** id occ muni county lat lon years langs vis restricted blocked skills text; as in Verv, who may not be found is not taken in. */
    static Document cv(String[] r) {
        if (r[8].equals("1") || r[9].equals("1")) return null;
        int years = Lucene.number(r[6]);
        long langs = Long.parseLong(r[7]);
        Document d = record(r, r[12], Lucene.number(r[3]), Lucene.number(r[1]), years, langs);
        double lat = Double.parseDouble(r[4]), lon = Double.parseDouble(r[5]);
        if (!POINTS) {
            d.add(Circle.field(lat, lon));
        } else {
            d.add(new LatLonPoint("point", lat, lon));
            d.add(new LatLonDocValuesField("point", lat, lon));
        }
        d.add(new IntPoint("years", years));
        d.add(new SortedNumericDocValuesField("years", years));
        bits(d, "lang", langs);
        for (String s : Lucene.list(r[10])) d.add(new StringField("blocked", s, Field.Store.NO));
        for (String s : Lucene.list(r[11])) d.add(new StringField("skill", s, Field.Store.NO));
        return d;
    }

    /** id occ muni county lat lon etype lang salary remote employer text */
    static Document job(String[] r) {
        Document d = record(r, r[11], Lucene.number(r[3]), Lucene.number(r[1]), 0, 1L << Lucene.number(r[7]));
        d.add(new StringField("muni", r[2], Field.Store.NO));
        bits(d, "etype", Long.parseLong(r[6]));
        return d;
    }

    private static BooleanQuery.Builder words(String mode, String terms) {
        BooleanQuery.Builder text = new BooleanQuery.Builder(), all = new BooleanQuery.Builder();
        for (String t : terms.split("[, ]+")) {
            if (mode.equals("and")) all.add(new TermQuery(new Term("t", t)), Occur.MUST);
            else text.add(new TermQuery(new Term("t", t)), Occur.SHOULD);
        }
        if (!mode.equals("and")) all.add(text.build(), Occur.MUST);
        return all;
    }

    private static void filter(BooleanQuery.Builder all, String field, List<String> values) {
        if (values.isEmpty()) return;
        if (values.size() == 1) {
            all.add(new TermQuery(new Term(field, values.get(0))), Occur.FILTER);
            return;
        }
        List<BytesRef> terms = new ArrayList<>();
        for (String v : values) terms.add(new BytesRef(v));
        all.add(new TermInSetQuery(field, terms), Occur.FILTER);
    }

    private static List<String> bits(long mask) {
        List<String> out = new ArrayList<>();
        for (int b = 0; b < 32; b++) if ((mask >> b & 1) == 1) out.add(Integer.toString(b));
        return out;
    }

    /** id mode terms lat lon radius_km minyears langs skill employer */
    static Lucene.Answer cvs(IndexSearcher s, String[] r) throws IOException {
        BooleanQuery.Builder all = words(r[1], r[2]);
        all.add(new TermQuery(new Term("blocked", r[9])), Occur.MUST_NOT);
        double km = Double.parseDouble(r[5]);
        if (km > 0) {
            double lat = Double.parseDouble(r[3]), lon = Double.parseDouble(r[4]);
            all.add(POINTS ? points(lat, lon, km * 1000 * RADIUS) : new Circle(lat, lon, km), Occur.FILTER);
        }
        int years = Lucene.number(r[6]);
        if (years > 0) {
            all.add(new IndexOrDocValuesQuery(IntPoint.newRangeQuery("years", years, Integer.MAX_VALUE),
                SortedNumericDocValuesField.newSlowRangeQuery("years", years, Integer.MAX_VALUE)), Occur.FILTER);
        }
        filter(all, "lang", bits(Long.parseLong(r[7])));
        if (!r[8].equals("0")) filter(all, "skill", List.of(r[8]));
        return find(s, all.build());
    }

    /** id mode terms munis etype */
    static Lucene.Answer jobs(IndexSearcher s, String[] r) throws IOException {
        BooleanQuery.Builder all = words(r[1], r[2]);
        filter(all, "muni", List.of(Lucene.list(r[3])));
        filter(all, "etype", bits(Long.parseLong(r[4])));
        return find(s, all.build());
    }

    private static Lucene.Answer find(IndexSearcher s, Query q) throws IOException {
        TopScoreDocCollector top = TopScoreDocCollector.create(20, Integer.MAX_VALUE);
        Counter counts = new Counter();
        s.search(q, MultiCollector.wrap(top, counts));
        ScoreDoc[] best = top.topDocs().scoreDocs;
        return new Lucene.Answer(counts.total, () -> text(s, best, counts));
    }

    private static String text(IndexSearcher s, ScoreDoc[] best, Counter counts) {
        List<String> top = new ArrayList<>();
        for (ScoreDoc d : best) top.add(numberOf(s, d.doc) + "=" + d.score);
        List<String> all = new ArrayList<>();
        counts.of("county", counts.county, all);
        counts.of("years", counts.band, all);
        counts.of("occupation", counts.occ, all);
        counts.of("langs", counts.lang, all);
        return counts.total + "\t" + String.join(",", top) + "\t" + String.join(",", all);
    }

    private static long numberOf(IndexSearcher s, int doc) {
        try {
            for (LeafReaderContext c : s.getIndexReader().leaves()) {
                int at = doc - c.docBase;
                if (at < 0 || at >= c.reader().maxDoc()) continue;
                NumericDocValues v = DocValues.getNumeric(c.reader(), "number");
                if (v.advanceExact(at)) return v.longValue();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        throw new IllegalStateException("a hit without a number");
    }

    /** Counts hits by four facets while they are collected. */
    private static final class Counter extends SimpleCollector {
        int total;
        int[] county = new int[64], band = new int[64], occ = new int[2048], lang = new int[32];
        private NumericDocValues counties, bands, occs, masks;

        @Override protected void doSetNextReader(LeafReaderContext context) throws IOException {
            LeafReader r = context.reader();
            counties = DocValues.getNumeric(r, "county");
            bands = DocValues.getNumeric(r, "band");
            occs = DocValues.getNumeric(r, "occ");
            masks = DocValues.getNumeric(r, "langs");
        }

        @Override public void collect(int doc) throws IOException {
            total++;
            county = add(county, counties, doc);
            band = add(band, bands, doc);
            occ = add(occ, occs, doc);
            if (!masks.advanceExact(doc)) return;
            for (long m = masks.longValue(); m != 0; m &= m - 1) lang[Long.numberOfTrailingZeros(m)]++;
        }

        private static int[] add(int[] to, NumericDocValues values, int doc) throws IOException {
            if (!values.advanceExact(doc)) return to;
            int v = (int) values.longValue();
            int[] out = v < to.length ? to : java.util.Arrays.copyOf(to, 2 * v);
            out[v]++;
            return out;
        }

        @Override public ScoreMode scoreMode() { return ScoreMode.COMPLETE_NO_SCORES; }

        void of(String name, int[] counts, List<String> out) {
            for (int v = 0; v < counts.length; v++) if (counts[v] > 0) out.add(name + ":" + v + "=" + counts[v]);
        }
    }
}
