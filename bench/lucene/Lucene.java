import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.MMapDirectory;

/**
 * Asks Lucene 8 for alerts, CVs and jobs (bench/README.md says what a program takes and prints).
 *
 * As somebody who knows it would: a mapped index of one segment, frequencies without positions, filters without scores, ranges as points
 * beside doc values, circles from doc values (Circle), counts from doc values while hits are collected, questions asked several times before they are measured so that they are
 * compiled. The clock is the processor time of the one thread that works; collecting garbage and compiling are not counted.
 */
final class Lucene {
    static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    static final int CHANGES = 100, WARM = 2; // rounds, at least, and more until all is compiled
    static final long ENOUGH = 5_000_000_000L;

    /** A record or a question: the cells of a line. */
    interface Maker { Document of(String[] row) throws IOException; }

    /** What answers questions. */
    interface Asker { Answer ask(IndexSearcher s, String[] row) throws IOException; }

    /** What was found: the line after its number, and how many. */
    record Answer(int hits, java.util.function.Supplier<String> text) { }

    static long clock() { return THREADS.getCurrentThreadCpuTime(); }

    final Path workload, answers, temp;
    final int asked;

    Lucene(Map<String, String> options, Path temp) {
        workload = Path.of(options.get("-workload"));
        answers = Path.of(options.get("-answers"));
        asked = Integer.parseInt(options.getOrDefault("-asked", "1000"));
        this.temp = temp;
    }

    public static void main(String[] args) throws Exception {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < args.length; i += 2) options.put(args[i].replaceFirst("^--", "-"), args[i + 1]);
        if (!options.containsKey("-workload") || !options.containsKey("-answers")) throw new IllegalArgumentException("-workload and -answers are needed");
        List<String> only = List.of(options.getOrDefault("-only", "alerts,cvs,jobs").split(","));
        Path temp = Files.createTempDirectory("verv-lucene-");
        try {
            Lucene l = new Lucene(options, temp);
            boolean all = !Search.POINTS; // the rest is the same with them
            if (all && only.contains("jobs")) l.part("jobs", "jobs.tsv", Search::job, "jobq.tsv", Integer.MAX_VALUE, Search::jobs);
            if (all && only.contains("alerts")) l.part("alerts", "alerts.tsv", Percolator::alert, "jobs.tsv", l.asked, new Percolator()::percolate);
            if (only.contains("cvs")) l.part("cvs", "cvs.tsv", Search::cv, "cvq.tsv", Integer.MAX_VALUE, Search::cvs);
        } finally {
            remove(temp);
        }
    }

    static void remove(Path dir) throws IOException {
        try (Stream<Path> all = Files.walk(dir)) {
            for (Path p : all.sorted(Comparator.reverseOrder()).collect(Collectors.toList())) Files.delete(p);
        }
    }

    BufferedReader read(String name) throws IOException { return Files.newBufferedReader(workload.resolve(name), StandardCharsets.UTF_8); }

    List<String[]> rows(String name, int most) throws IOException {
        List<String[]> out = new ArrayList<>();
        if (!Files.exists(workload.resolve(name))) return out;
        try (BufferedReader in = read(name)) {
            for (String line; out.size() < most && (line = in.readLine()) != null; ) out.add(line.split("\t", -1));
        }
        return out;
    }

    /** Builds, asks, measures, changes, and prints. */
    void part(String what, String records, Maker make, String questions, int most, Asker asker) throws IOException {
        Path dir = temp.resolve(what);
        IndexWriterConfig config = new IndexWriterConfig(new WhitespaceAnalyzer()).setRAMBufferSizeMB(256).setMergeScheduler(new SerialMergeScheduler()).setUseCompoundFile(false);
        try (MMapDirectory files = new MMapDirectory(dir); IndexWriter writer = new IndexWriter(files, config)) {
            long build = 0;
            int n = 0;
            if (Files.exists(workload.resolve(records))) {
                try (BufferedReader in = read(records)) {
                    for (String line; (line = in.readLine()) != null; n++) {
                        String[] row = line.split("\t", -1);
                        long from = clock();
                        Document d = make.of(row);
                        if (d != null) writer.addDocument(d);
                        build += clock() - from;
                    }
                }
            }
            long from = clock();
            writer.forceMerge(1);
            writer.commit();
            build += clock() - from;
            long bytes = size(dir);
            DirectoryReader reader = DirectoryReader.open(writer);
            IndexSearcher searcher = searcher(reader);
            List<String[]> asking = rows(questions, most);
            try (BufferedWriter out = Files.newBufferedWriter(answers.resolve(what + ".tsv"), StandardCharsets.UTF_8)) {
                for (String[] row : asking) out.write(row[0] + "\t" + asker.ask(searcher, row).text().get() + "\n");
            }
            from = clock();
            for (int i = 0; i < WARM || i < 10 * WARM && clock() - from < ENOUGH; i++) for (String[] row : asking) asker.ask(searcher, row);
            long[] took = new long[asking.size()];
            double hits = 0;
            for (int i = 0; i < took.length; i++) {
                from = clock();
                hits += asker.ask(searcher, asking.get(i)).hits();
                took[i] = clock() - from;
            }
            print(what, n, took, hits / Math.max(took.length, 1), (double) bytes / Math.max(n, 1), build);
            change(what, records, make, writer, reader, n);
        }
    }

    /** No cache of filters: no question is asked twice outside of a benchmark. */
    static IndexSearcher searcher(DirectoryReader reader) {
        IndexSearcher s = new IndexSearcher(reader);
        s.setQueryCache(null);
        return s;
    }

    /** Takes in the first records once more; each is seen by the reader that is opened after it. */
    void change(String what, String records, Maker make, IndexWriter writer, DirectoryReader reader, int n) throws IOException {
        List<String[]> some = rows(records, CHANGES);
        long[] took = new long[some.size()];
        for (int i = 0; i < took.length; i++) {
            long from = clock();
            Document d = make.of(some.get(i));
            if (d != null) {
                writer.updateDocument(new Term("id", some.get(i)[0]), d);
                DirectoryReader next = DirectoryReader.openIfChanged(reader, writer);
                if (next != null) {
                    reader.close();
                    reader = next;
                }
            }
            took[i] = clock() - from;
        }
        reader.close();
        print(what + " change", n, took, 0, 0, 0);
    }

    static long size(Path dir) throws IOException {
        try (Stream<Path> all = Files.list(dir)) {
            return all.mapToLong(p -> p.toFile().length()).sum();
        }
    }

    static void print(String what, int n, long[] took, double hits, double bytes, long build) {
        Arrays.sort(took);
        int c = took.length;
        long mean = c == 0 ? 0 : Arrays.stream(took).sum() / c, p50 = c == 0 ? 0 : took[c / 2], p99 = c == 0 ? 0 : took[Math.min(c * 99 / 100, c - 1)];
        System.out.printf(java.util.Locale.ROOT, "%s\t%d\t%d\t%d\t%d\t%d\t%.1f\t%.1f\t%d\tcpu%n", what, n, c, mean, p50, p99, hits, bytes, build);
    }

    static int number(String s) { return Integer.parseInt(s); }

    static String[] list(String s) { return s.isEmpty() ? new String[0] : s.split(","); }
}
