// Asks Xapian 1.4 for CVs (bench/README.md says what a program takes and prints).
//
// As somebody who knows it would: a compacted glass database that the page cache holds, positions left out, conditions as filters without
// weights, what hits are counted by in value slots that a spy of the library reads, years as a range of values, circles as a source of
// postings that the matcher asks after everything rarer. Alerts are left out: Xapian has no index of queries. Jobs are left out as well.

#include <sys/resource.h>
#include <time.h>
#include <unistd.h>
#include <xapian.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace fs = std::filesystem;
using std::string;
using std::vector;

namespace {

enum slot : Xapian::valueno { county, band, occupation, langs, years, spot };

const size_t changes = 100;
const double earth = 6371.0; // km, the mean radius

int64_t now() {
    timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return int64_t(t.tv_sec) * 1000000000 + t.tv_nsec;
}

vector<string> split(const string& s, const char* by) {
    vector<string> out;
    if (s.empty()) return out;
    for (size_t at = 0;;) {
        size_t end = s.find_first_of(by, at);
        out.push_back(s.substr(at, end - at));
        if (end == string::npos) return out;
        at = end + 1;
    }
}

vector<string> cells(const string& line, size_t columns) {
    vector<string> out;
    for (size_t at = 0;;) {
        size_t end = line.find('\t', at);
        out.push_back(line.substr(at, end - at));
        if (end == string::npos) break;
        at = end + 1;
    }
    if (out.size() != columns) throw std::runtime_error("a line has " + std::to_string(out.size()) + " columns");
    return out;
}

struct place {
    double x, y, z;
    place(double lat, double lon) {
        lat *= M_PI / 180, lon *= M_PI / 180;
        x = cos(lat) * cos(lon), y = cos(lat) * sin(lon), z = sin(lat);
    }
    explicit place(const string& packed) { memcpy(this, packed.data(), sizeof *this); }
    string pack() const { return string(reinterpret_cast<const char*>(this), sizeof *this); }
    double chord(const place& o) const { return (x - o.x) * (x - o.x) + (y - o.y) * (y - o.y) + (z - o.z) * (z - o.z); }
};

// circle is everybody within a way on the sphere.
class circle : public Xapian::ValuePostingSource {
    place middle;
    double reach;

    bool inside() const {
        string v = get_value();
        return v.size() == sizeof(place) && place(v).chord(middle) <= reach;
    }

    void on(double least) {
        while (!at_end() && !inside()) ValuePostingSource::next(least);
    }

  public:
    circle(place middle_, double km) : Xapian::ValuePostingSource(spot), middle(middle_), reach() {
        double half = sin(std::min(km / earth / 2, M_PI / 2));
        reach = 4 * half * half;
    }

    void next(double least) override {
        ValuePostingSource::next(least);
        on(least);
    }

    void skip_to(Xapian::docid to, double least) override {
        ValuePostingSource::skip_to(to, least);
        on(least);
    }

    bool check(Xapian::docid at, double least) override {
        if (!ValuePostingSource::check(at, least)) return false;
        return at_end() || inside();
    }

    void init(const Xapian::Database& db) override {
        ValuePostingSource::init(db);
        set_maxweight(0);
        set_termfreq_min(0);
        set_termfreq_est(std::max<Xapian::doccount>(1, get_termfreq_max() / 20));
    }

    double get_weight() const override { return 0; }
};

string padded(int n) {
    string s = std::to_string(n);
    return string(s.size() < 3 ? 3 - s.size() : 0, '0') + s;
}

// id occ muni county lat lon years langs vis restricted blocked skills text; as in Verv, who may not be found is not taken in.
bool record(const vector<string>& r, Xapian::Document& d) {
    if (r[8] == "1" || r[9] == "1") return false;
    int y = std::stoi(r[6]);
    d.add_value(county, r[3]);
    d.add_value(band, std::to_string(y / 10 * 10));
    d.add_value(occupation, r[1]);
    d.add_value(langs, r[7]);
    d.add_value(years, padded(y));
    d.add_value(spot, place(std::stod(r[4]), std::stod(r[5])).pack());
    for (const string& w : split(r[12], " "))
        if (!w.empty()) d.add_term(w);
    uint32_t mask = uint32_t(std::stoul(r[7]));
    for (int b = 0; b < 32; b++)
        if (mask >> b & 1) d.add_boolean_term("XL" + std::to_string(b));
    for (const string& e : split(r[10], ",")) d.add_boolean_term("XB" + e);
    for (const string& s : split(r[11], ",")) d.add_boolean_term("XS" + s);
    return true;
}

// id mode terms lat lon radius_km minyears langs skill employer
Xapian::Query query(const vector<string>& r) {
    vector<Xapian::Query> words, filters;
    for (const string& t : split(r[2], ", "))
        if (!t.empty()) words.push_back(Xapian::Query(t));
    Xapian::Query q(r[1] == "or" ? Xapian::Query::OP_OR : Xapian::Query::OP_AND, words.begin(), words.end());
    if (r[8] != "0") filters.push_back(Xapian::Query("XS" + r[8]));
    uint32_t mask = uint32_t(std::stoul(r[7]));
    if (mask) {
        vector<Xapian::Query> any;
        for (int b = 0; b < 32; b++)
            if (mask >> b & 1) any.push_back(Xapian::Query("XL" + std::to_string(b)));
        filters.push_back(Xapian::Query(Xapian::Query::OP_OR, any.begin(), any.end()));
    }
    int least = std::stoi(r[6]);
    if (least > 0) filters.push_back(Xapian::Query(Xapian::Query::OP_VALUE_GE, years, padded(least)));
    double km = std::stod(r[5]);
    if (km > 0) filters.push_back(Xapian::Query((new circle(place(std::stod(r[3]), std::stod(r[4])), km))->release()));
    if (!filters.empty()) q = Xapian::Query(Xapian::Query::OP_FILTER, q, Xapian::Query(Xapian::Query::OP_AND, filters.begin(), filters.end()));
    return Xapian::Query(Xapian::Query::OP_AND_NOT, q, Xapian::Query("XB" + r[9]));
}

struct answer {
    Xapian::MSet best;
    Xapian::ValueCountMatchSpy county{::county}, band{::band}, occupation{::occupation}, langs{::langs};
    size_t total() const { return county.get_total(); }
};

void ask(const Xapian::Database& db, const vector<string>& r, answer& a) {
    Xapian::Enquire e(db);
    e.set_query(query(r));
    for (Xapian::MatchSpy* s : {&a.county, &a.band, &a.occupation, &a.langs}) e.add_matchspy(s);
    a.best = e.get_mset(0, 20, db.get_doccount()); // all are looked at, so that counts are exact
}

void write(std::ostream& out, const vector<string>& r, const answer& a) {
    out << r[0] << '\t' << a.total() << '\t';
    const char* part = "";
    for (auto i = a.best.begin(); i != a.best.end(); ++i, part = ",") out << part << *i << '=' << i.get_weight();
    out << '\t';
    part = "";
    auto all = [&](const char* name, const Xapian::ValueCountMatchSpy& s) {
        for (auto i = s.values_begin(); i != s.values_end(); ++i, part = ",") out << part << name << ':' << *i << '=' << i.get_termfreq();
    };
    all("county", a.county);
    all("years", a.band);
    all("occupation", a.occupation);
    size_t bits[32] = {};
    for (auto i = a.langs.values_begin(); i != a.langs.values_end(); ++i) {
        uint32_t mask = uint32_t(std::stoul(*i));
        for (int b = 0; b < 32; b++)
            if (mask >> b & 1) bits[b] += i.get_termfreq();
    }
    for (int b = 0; b < 32; b++)
        if (bits[b]) out << part << "langs:" << b << '=' << bits[b], part = ",";
    out << '\n';
}

void print(const char* what, size_t n, vector<int64_t> took, double hits, double bytes, int64_t build) {
    std::sort(took.begin(), took.end());
    size_t c = took.size();
    int64_t sum = 0;
    for (int64_t t : took) sum += t;
    printf("%s\t%zu\t%zu\t%lld\t%lld\t%lld\t%.1f\t%.1f\t%lld\tcpu\n", what, n, c, (long long)(c ? sum / int64_t(c) : 0), (long long)(c ? took[c / 2] : 0),
           (long long)(c ? took[std::min(c * 99 / 100, c - 1)] : 0), c ? hits / c : 0, n ? bytes / n : 0, (long long)build);
}

vector<vector<string>> rows(const string& file, size_t columns, size_t most) {
    vector<vector<string>> out;
    std::ifstream in(file);
    for (string line; out.size() < most && std::getline(in, line);) out.push_back(cells(line, columns));
    return out;
}

double size_of(const string& dir) {
    double n = 0;
    for (const auto& f : fs::recursive_directory_iterator(dir))
        if (f.is_regular_file()) n += double(f.file_size());
    return n;
}

// Builds a database and compacts it. A document's number is the CV's.
size_t build(const string& from, const string& to, int64_t& took) {
    size_t n = 0;
    string raw = to + ".raw";
    {
        Xapian::WritableDatabase db(raw, Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_NO_SYNC | Xapian::DB_DANGEROUS);
        std::ifstream in(from);
        for (string line; std::getline(in, line); n++) {
            vector<string> r = cells(line, 13);
            int64_t began = now();
            Xapian::Document d;
            if (record(r, d)) db.replace_document(Xapian::docid(std::stoul(r[0])), d);
            took += now() - began;
        }
        int64_t began = now();
        db.commit();
        db.compact(to, Xapian::DBCOMPACT_NO_RENUMBER);
        took += now() - began;
    }
    fs::remove_all(raw);
    return n;
}

void cvs(const string& workload, const string& answers, const string& temp) {
    int64_t took = 0;
    string path = temp + "/cvs";
    size_t n = build(workload + "/cvs.tsv", path, took);
    double bytes = size_of(path), hits = 0;
    vector<vector<string>> asked = rows(workload + "/cvq.tsv", 10, SIZE_MAX);
    vector<int64_t> times;
    {
        Xapian::Database db(path);
        std::ofstream out(answers + "/cvs.tsv");
        for (const auto& r : asked) {
            answer a;
            ask(db, r, a);
            write(out, r, a);
        }
        if (!out.flush()) throw std::runtime_error("the answers cannot be written");
        for (const auto& r : asked) {
            answer a;
            int64_t from = now();
            ask(db, r, a);
            times.push_back(now() - from);
            hits += double(a.total());
        }
    }
    print("cvs", n, times, hits, bytes, took);
    times.clear();
    Xapian::WritableDatabase db(path, Xapian::DB_OPEN | Xapian::DB_NO_SYNC | Xapian::DB_DANGEROUS);
    for (const auto& r : rows(workload + "/cvs.tsv", 13, changes)) {
        int64_t from = now();
        Xapian::Document d;
        if (record(r, d)) db.replace_document(Xapian::docid(std::stoul(r[0])), d);
        db.commit(); // the next question sees it
        times.push_back(now() - from);
    }
    print("cvs change", n, times, 0, 0, 0);
}

} // namespace

int main(int argc, char** argv) try {
    string workload, answers, only = "alerts,cvs,jobs";
    for (int i = 1; i + 1 < argc; i += 2) {
        string name = argv[i];
        if (name == "-workload") workload = argv[i + 1];
        if (name == "-answers") answers = argv[i + 1];
        if (name == "-only") only = argv[i + 1];
    }
    if (workload.empty() || answers.empty()) throw std::runtime_error("-workload and -answers are needed");
    if (only.find("cvs") == string::npos) return 0;
    setenv("XAPIAN_FLUSH_THRESHOLD", "100000", 0);
    const char* tmp = getenv("TMPDIR");
    string temp = string(tmp ? tmp : "/tmp") + "/verv-xapian-" + std::to_string(getpid());
    fs::create_directories(temp);
    try {
        cvs(workload, answers, temp);
    } catch (...) {
        fs::remove_all(temp);
        throw;
    }
    fs::remove_all(temp);
    return 0;
} catch (const Xapian::Error& e) {
    std::cerr << e.get_description() << '\n';
    return 1;
} catch (const std::exception& e) {
    std::cerr << e.what() << '\n';
    return 1;
}
