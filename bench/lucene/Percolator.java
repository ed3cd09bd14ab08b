import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.CoveringQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.LongValuesSource;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/**
 * Alerts as Elasticsearch percolates since version 6: an alert is indexed by every term that one of its clauses knows, beside how many
 * clauses have to be met; a job asks for the alerts of which it meets that many terms (CoveringQuery). What terms alone do not decide
 * (a salary; alternatives, of which a job may meet two and lack another clause) is looked at afterwards, in doc values instead of an index of the one job.
 */
final class Percolator {
    private static final FieldType KEY = new FieldType();

    static {
        KEY.setIndexOptions(IndexOptions.DOCS);
        KEY.setOmitNorms(true);
        KEY.setTokenized(false);
        KEY.freeze();
    }

    /** The key of an alert that no term decides; every job asks for it. Words hold no space, so that no other key is one. */
    private static final String EVERY = " ";

    private static List<String> keys(String kind, String[] values) {
        List<String> out = new ArrayList<>();
        for (String v : values) out.add(" " + kind + v);
        return out;
    }

    private static List<String> bits(long mask) {
        List<String> out = new ArrayList<>();
        for (int b = 0; b < 32; b++) if ((mask >> b & 1) == 1) out.add(" t" + b);
        return out;
    }

    /** id query occs munis etypes lang salary remote */
    static Document alert(String[] r) {
        List<List<String>> clauses = new ArrayList<>();
        if (!r[1].isEmpty()) for (String c : r[1].split("&")) clauses.add(Arrays.asList(c.split("\\|")));
        boolean exact = clauses.stream().allMatch(c -> c.size() == 1);
        clauses.add(keys("o", Lucene.list(r[2])));
        clauses.add(keys("m", Lucene.list(r[3])));
        List<String> types = bits(Long.parseLong(r[4]));
        clauses.add(types);
        exact &= types.size() < 2;
        if (!r[5].equals("0")) clauses.add(List.of(" l" + r[5]));
        if (r[7].equals("1")) clauses.add(List.of(" r"));
        Set<String> all = new HashSet<>();
        int needs = 0;
        for (List<String> c : clauses) {
            if (c.isEmpty()) continue;
            if (c.stream().noneMatch(all::contains)) needs++; // one term that meets two clauses counts once
            else exact = false;
            all.addAll(c);
        }
        if (all.isEmpty()) all.add(EVERY);
        Document d = new Document();
        d.add(new StringField("id", r[0], Field.Store.NO));
        for (String k : all) d.add(new Field("k", k, KEY));
        d.add(new NumericDocValuesField("number", Lucene.number(r[0])));
        d.add(new NumericDocValuesField("needs", Math.max(needs, 1)));
        if (!r[6].equals("0")) d.add(new NumericDocValuesField("salary", Long.parseLong(r[6])));
        if (!exact) {
            String whole = clauses.stream().filter(c -> !c.isEmpty()).map(c -> String.join("|", c)).collect(Collectors.joining("&"));
            d.add(new BinaryDocValuesField("query", new BytesRef(whole)));
        }
        return d;
    }

    private final LongValuesSource needs = LongValuesSource.fromLongField("needs");

    /** id occ muni county lat lon etype lang salary remote employer text */
    Lucene.Answer percolate(IndexSearcher s, String[] r) throws IOException {
        Set<String> keys = new HashSet<>(Arrays.asList(r[11].split(" ")));
        keys.addAll(List.of(" o" + r[1], " m" + r[2], " l" + r[7], EVERY));
        keys.addAll(bits(Long.parseLong(r[6])));
        if (r[9].equals("1")) keys.add(" r");
        List<Query> terms = new ArrayList<>(keys.size());
        for (String k : keys) terms.add(new TermQuery(new Term("k", k)));
        Matches found = new Matches(keys, Long.parseLong(r[8]));
        s.search(new CoveringQuery(terms, needs), found);
        return new Lucene.Answer(found.n, found::text);
    }

    /** Keeps the numbers of those that match whole. */
    private static final class Matches extends SimpleCollector {
        private final Set<String> keys;
        private final long salary;
        private int[] numbers = new int[256];
        private int n;
        private NumericDocValues number, floor;
        private BinaryDocValues query;

        Matches(Set<String> keys, long salary) {
            this.keys = keys;
            this.salary = salary;
        }

        @Override protected void doSetNextReader(LeafReaderContext c) throws IOException {
            number = DocValues.getNumeric(c.reader(), "number");
            floor = DocValues.getNumeric(c.reader(), "salary");
            query = DocValues.getBinary(c.reader(), "query");
        }

        @Override public void collect(int doc) throws IOException {
            if (floor.advanceExact(doc) && floor.longValue() > salary) return;
            if (query.advanceExact(doc) && !holds(query.binaryValue().utf8ToString())) return;
            if (!number.advanceExact(doc)) return;
            if (n == numbers.length) numbers = Arrays.copyOf(numbers, 2 * n);
            numbers[n++] = (int) number.longValue();
        }

        private boolean holds(String query) {
            for (String clause : query.split("&")) {
                boolean any = false;
                for (String term : clause.split("\\|")) any |= keys.contains(term);
                if (!any) return false;
            }
            return true;
        }

        @Override public ScoreMode scoreMode() { return ScoreMode.COMPLETE_NO_SCORES; }

        String text() {
            int[] out = Arrays.copyOf(numbers, n);
            Arrays.sort(out);
            StringBuilder b = new StringBuilder();
            for (int i : out) b.append(b.length() == 0 ? "" : ",").append(i);
            return b.toString();
        }
    }
}
