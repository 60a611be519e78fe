package io.tallygate.sandbox.search;

import io.tallygate.sandbox.store.Member;
import io.tallygate.sandbox.store.StoredFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.jspecify.annotations.Nullable;

/** Finds files by words, in memory: filled anew at each start. Thread-safe. */
public final class TextIndex implements AutoCloseable {

  /*
   * BM25 gives each word of the query that stands in the text at most its idf: what it gives is
   * idf * tf / (tf + k1 * (1 - b + b * length / mean length)). So a score divided by the sum of
   * the idf of all words of the query, found or not, is from 0 to 1:
   *
   *     similarity = score / sum of idf(word),  idf(word) = ln(1 + (N - n + 0.5) / (n + 0.5))
   *
   * N is how many texts there are, n how many of them have the word. k1 is small, for how often a
   * word stands in a name says little: one that stands once in a text of mean length gets 0.83.
   */

  /** A query has at most this many different words; further ones are not looked for. */
  public static final int WORDS_MAX = 64;

  private static final float K1 = 0.2f;
  private static final float B = 0.75f;

  private static final String ID = "id";
  private static final String TEAM = "team";
  private static final String USER = "user";
  private static final String TEXT = "text";

  private final Analyzer analyzer = new EnglishAnalyzer();
  private final Directory directory = new ByteBuffersDirectory();
  private final IndexWriter writer;
  private final SearcherManager searchers;

  public TextIndex() {
    IndexWriterConfig config = new IndexWriterConfig(analyzer);
    config.setSimilarity(new BM25Similarity(K1, B));
    try {
      this.writer = new IndexWriter(directory, config);
      this.searchers = new SearcherManager(writer, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whose files are looked through. */
  public enum Reach {
    TEAM,
    /** Only those that the caller's user made. */
    SELF
  }

  /**
   * A file that was found.
   *
   * @param similarity over 0, at most 1
   */
  public record Hit(String fileId, double similarity) {}

  /** Lets the file be found by its name, prompt, description and transcript, or no more. */
  public void put(StoredFile file) {
    Term id = new Term(ID, file.id());
    try {
      if (!file.isFindable()) {
        writer.deleteDocuments(id);
        return;
      }
      Document document = new Document();
      document.add(new StringField(ID, file.id(), Field.Store.YES));
      document.add(new StringField(TEAM, file.team(), Field.Store.NO));
      document.add(new StringField(USER, user(file.origin().member()), Field.Store.NO));
      document.add(new TextField(TEXT, text(file.label()), Field.Store.NO));
      writer.updateDocument(id, document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String user(Member member) {
    return member.team().length() + ":" + member.team() + member.user();
  }

  private static String text(StoredFile.Label label) {
    return Stream.of(label.displayName(), label.prompt(), label.description(), label.transcript())
        .map(it -> it == null ? "" : it)
        .collect(Collectors.joining("\n"));
  }

  /**
   * The best hits, the most similar first; those as similar as each other in no order.
   *
   * @param max 1 to 100
   */
  public List<Hit> search(Member member, String query, Reach reach, int max) {
    try {
      Set<String> words = words(query);
      searchers.maybeRefreshBlocking();
      IndexSearcher searcher = searchers.acquire();
      try {
        searcher.setSimilarity(new BM25Similarity(K1, B));
        return search(searcher, words, filter(member, reach), max);
      } finally {
        searchers.release(searcher);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Term filter(Member member, Reach reach) {
    return reach == Reach.SELF ? new Term(USER, user(member)) : new Term(TEAM, member.team());
  }

  private static List<Hit> search(IndexSearcher searcher, Set<String> words, Term filter, int max)
      throws IOException {
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    query.add(new TermQuery(filter), Occur.FILTER).setMinimumNumberShouldMatch(1);
    double idfs = 0;
    int texts = searcher.getIndexReader().getDocCount(TEXT);
    for (String word : words) {
      Term term = new Term(TEXT, word);
      query.add(new TermQuery(term), Occur.SHOULD);
      int having = searcher.getIndexReader().docFreq(term);
      idfs += Math.log(1 + (texts - having + 0.5) / (having + 0.5));
    }
    List<Hit> hits = new ArrayList<>();
    if (!words.isEmpty()) {
      for (ScoreDoc found : searcher.search(query.build(), max).scoreDocs) {
        String id = searcher.storedFields().document(found.doc).get(ID);
        hits.add(new Hit(id, Math.min(1, found.score / idfs)));
      }
    }
    return hits;
  }

  private Set<String> words(String query) throws IOException {
    Set<String> words = new LinkedHashSet<>();
    try (TokenStream tokens = analyzer.tokenStream(TEXT, query)) {
      CharTermAttribute word = tokens.addAttribute(CharTermAttribute.class);
      tokens.reset();
      while (words.size() < WORDS_MAX && tokens.incrementToken()) {
        words.add(word.toString());
      }
      tokens.end();
    }
    return words;
  }

  @Override
  public void close() {
    closeQuietly(searchers);
    closeQuietly(writer);
    closeQuietly(directory);
    analyzer.close();
  }

  private static void closeQuietly(@Nullable AutoCloseable part) {
    try {
      if (part != null) {
        part.close();
      }
    } catch (Exception e) {
      // It is memory, which is given back anyhow.
    }
  }
}
