package io.tallygate.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallygate.sandbox.Client.Answer;
import io.tallygate.sandbox.store.Id;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ten tools: what they take, what they refuse, what they make. */
@Timeout(60)
final class ToolsIT {

  @TempDir static Path folder;

  private static TestSandbox sandbox;
  private static String image;
  private static String video;
  private static String audio;
  private static String foreign;

  @BeforeAll
  static void start() {
    sandbox = TestSandbox.in(folder);
    image = sandbox.ada().uploaded("image", TestMedia.PNG);
    video = sandbox.ada().uploaded("video", TestMedia.MP4);
    audio = sandbox.ada().uploaded("audio", TestMedia.WAV);
    foreign = sandbox.eve().uploaded("image", TestMedia.PNG);
  }

  @AfterAll
  static void end() {
    sandbox.close();
  }

  private static String filled(String body) {
    return body.replace('\'', '"')
        .replace("$image", image)
        .replace("$video", video)
        .replace("$audio", audio)
        .replace("$foreign", foreign)
        .replace("$unknown", "vg_file_0000000000000000")
        .replace("$presenter", Id.PRESENTER.ofName("Ada"))
        .replace("$voice", "vg_voic_test_en")
        .replace("$closed", "vg_voic_test_closed")
        .replace("$long", "x".repeat(10_001));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "generate-image          | {'prompt':'a red car'}                          | IMAGE",
        "generate-image          | {'prompt':'p','imageFileIds':['$image'],"
            + "'aspectRatio':{'width':1,'height':1},'watermarkMode':'AUTO'}          | IMAGE",
        "generate-image          | {'prompt':'p','imageFileIds':null,'later':{'x':1}} | IMAGE",
        "generate-video-clip     | {'prompt':'a sea','generateAudio':true}           | VIDEO",
        "generate-video-clip     | {'imageFileIds':['$image']}                       | VIDEO",
        "generate-video-clip     | {'videoFileId':'$video'}                          | VIDEO",
        "text-to-speech          | {'ttsText':'hello'}                               | AUDIO",
        "text-to-speech          | {'ttsText':'hello','voiceId':null,"
            + "'speechLanguageCode':null}                                            | AUDIO",
        "text-to-speech          | {'ttsText':'h','voiceId':'$voice','speechLanguageCode':'en',"
            + "'pronunciationReplacements':[{'original':'a','replacement':'b'}],"
            + "'autoExpandPronunciationReplacements':true,'voiceSpeed':1.5}          | AUDIO",
        "generate-sound-effect   | {'prompt':'rain','durationSeconds':3,"
            + "'promptInfluence':0.5}                                                | AUDIO",
        "generate-avatar         | {'avatarPresenterId':'$presenter',"
            + "'audioStorageFileId':'$audio'}                                        | VIDEO",
        "vectorize-image         | {'imageStorageFileId':'$image'}                   | IMAGE",
        "remove-image-background | {'imageStorageFileId':'$image'}                   | IMAGE",
        "remove-video-background | {'videoStorageFileId':'$video'}                   | VIDEO",
        "upscale-image           | {'imageStorageFileId':'$image'}                   | IMAGE",
        "upscale-video           | {'videoStorageFileId':'$video','numResults':2}    | VIDEO"
      })
  void tool_goodCall_makesItsType(String tool, String body, String type) {
    Client ada = sandbox.ada();
    String id = ada.start(tool, filled(body));
    assertThat(id).matches("vg_exec_[0-9A-Za-z]{16}");
    Answer done = ada.await(id, "succeeded");
    assertThat(done.at("/toolType")).isEqualTo(tool.toUpperCase(Locale.ROOT).replace('-', '_'));
    assertThat(done.at("/results/0/type")).isEqualTo(type);
    assertThat(done.json().at("/error").isNull()).isTrue();
    assertThat(done.at("/results/0/file/downloadSource/status")).isEqualTo("ready");
    assertThat(done.at("/results/0/file/sourceToolExecutionId")).isEqualTo(id);
    assertThat(done.at("/results/0/file/displayName")).startsWith("Placeholder: ");
    String url = done.at("/results/0/file/downloadSource/url");
    assertThat(Client.link("GET", url, new byte[0]).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "generate-image | {} | 400 invalid_parameters | prompt is required",
        "generate-image | {'prompt':''} | 400 invalid_parameters | prompt is required",
        "generate-image | {'prompt':7} | 400 invalid_parameters | must be a string",
        "generate-image | {'prompt':'$long'}             | 400 invalid_parameters | length=10001",
        "generate-image | [1]                            | 400 invalid_parameters | a JSON object",
        "generate-image | {'prompt'                      | 400 invalid_parameters | must be JSON",
        "generate-image | {'prompt':'a','prompt':'b'}    | 400 invalid_parameters | must be JSON",
        "generate-image | {'prompt':'p','numResults':0}  | 400 invalid_parameters | from 1 to 100",
        "generate-image | {'prompt':'p','numResults':101} | 400 invalid_parameters | from 1 to 100",
        "generate-image | {'prompt':'p','numResults':1.5} | 400 invalid_parameters | whole number",
        "generate-image | {'prompt':'p','isOutputTemporary':'yes'} | 400 invalid_parameters | true",
        "generate-image | {'prompt':'p','aspectRatio':{'width':1}} | 400 invalid_parameters | heig",
        "generate-image | {'prompt':'p','aspectRatio':{'width':0,'height':1}} "
            + "| 400 invalid_parameters | from 1",
        "generate-image | {'prompt':'p','aspectRatio':{'width':11,'height':1}} "
            + "| 400 invalid_parameters | 10:1",
        "generate-image | {'prompt':'p','watermarkMode':'none'} | 400 invalid_parameters | one of",
        "generate-image | {'prompt':'p','watermarkMode':'NONE'} | 403 add_on_required | add-on",
        "generate-image | {'prompt':'p [no credits]'}    | 403 insufficient_credits | credits",
        "generate-image | {'prompt':'p','imageFileIds':'x'} | 400 invalid_parameters | array",
        "generate-image | {'prompt':'p','imageFileIds':['x']} | 400 invalid_id | vg_file_",
        "generate-image | {'prompt':'p','imageFileIds':['$unknown']} | 404 not_found | not there",
        "generate-image | {'prompt':'p','imageFileIds':['$foreign']} | 404 not_found | not there",
        "generate-image | {'prompt':'p','imageFileIds':['$video']} "
            + "| 400 invalid_parameters | type=VIDEO",
        "generate-image | {'prompt':'p','imageFileIds':"
            + "['$image','$image','$image','$image','$image']} | 400 invalid_parameters | 0 to 4",
        "generate-video-clip | {}                        | 400 invalid_parameters | one of prompt",
        "generate-video-clip | {'videoFileId':'$image'}  | 400 invalid_parameters | type=IMAGE",
        "text-to-speech | {}                             | 400 invalid_parameters | ttsText is",
        "text-to-speech | {'ttsText':'$long'}            | 400 invalid_parameters | length=10001",
        "text-to-speech | {'ttsText':'h','voiceId':'v'}  | 400 invalid_id | vg_voic_",
        "text-to-speech | {'ttsText':'h','voiceId':'vg_voic_0000000000000000'} "
            + "| 404 not_found | voice",
        "text-to-speech | {'ttsText':'h','voiceId':'$closed'} | 400 invalid_parameters | supports",
        "text-to-speech | {'ttsText':'h','voiceSpeed':2.1} | 400 invalid_parameters | 0.5 to 2",
        "text-to-speech | {'ttsText':'h','speechLanguageCode':'EN'} | 400 invalid_parameters | two",
        "text-to-speech | {'ttsText':'h','pronunciationReplacements':[{'original':'a'}]} "
            + "| 400 invalid_parameters | replacement is required",
        "generate-sound-effect | {'prompt':'p','durationSeconds':31} "
            + "| 400 invalid_parameters | 1.0 to 30",
        "generate-sound-effect | {'prompt':'p','promptInfluence':-1} "
            + "| 400 invalid_parameters | 0.0 to 1",
        "generate-avatar | {'audioStorageFileId':'$audio'} | 400 invalid_parameters | avatarPres",
        "generate-avatar | {'avatarPresenterId':'$presenter'} | 400 invalid_parameters | audioSto",
        "generate-avatar | {'avatarPresenterId':'p','audioStorageFileId':'$audio'} "
            + "| 400 invalid_id | vg_pres_",
        "generate-avatar | {'avatarPresenterId':'vg_pres_0000000000000000',"
            + "'audioStorageFileId':'$audio'} | 404 not_found | presenter",
        "generate-avatar | {'avatarPresenterId':'$presenter','audioStorageFileId':'$image'} "
            + "| 400 invalid_parameters | AUDIO",
        "vectorize-image | {}                            | 400 invalid_parameters | is required",
        "vectorize-image | {'imageStorageFileId':'vg_exec_0000000000000000'} | 400 invalid_id | vg",
        "vectorize-image | {'imageStorageFileId':'$foreign'} | 404 not_found | not there",
        "remove-image-background | {'imageStorageFileId':'$audio'} | 400 invalid_parameters | IMAG",
        "remove-video-background | {'videoStorageFileId':'$image'} | 400 invalid_parameters | VIDE",
        "upscale-image | {'imageStorageFileId':null}     | 400 invalid_parameters | is required",
        "upscale-video | {'videoStorageFileId':'$unknown'} | 404 not_found | not there"
      })
  void tool_badCall_isRefused(String tool, String body, String code, String message) {
    Answer answer = sandbox.ada().post("/v1/tools/" + tool, filled(body));
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.at("/message")).contains(message);
  }

  @Test
  void tool_hugeBody_isRefused() {
    Answer answer =
        sandbox.ada().post("/v1/tools/generate-image", "{\"x\":\"" + "y".repeat(300_000) + "\"}");
    assertThat(answer.code()).isEqualTo("400 invalid_parameters");
  }

  @Test
  void watermarkNone_withAddOn_isAccepted() {
    String body = "{\"prompt\":\"p\",\"watermarkMode\":\"NONE\"}";
    assertThat(sandbox.bob().post("/v1/tools/generate-image", body).status()).isEqualTo(202);
    Answer refused = sandbox.ada().post("/v1/tools/generate-image", body);
    assertThat(refused.at("/requirement/type")).isEqualTo("purchase_add_on");
  }

  @Test
  void numResults_hundred_areAllMade() {
    Client ada = sandbox.ada();
    String id = ada.start("generate-sound-effect", "{\"prompt\":\"p\",\"numResults\":100}");
    Set<String> files = new HashSet<>();
    ada.await(id, "succeeded")
        .json()
        .get("results")
        .forEach(result -> files.add(result.get("fileId").asString()));
    assertThat(files).hasSize(100);
  }

  @Test
  void temporaryOutput_hasNoDescription() {
    Client ada = sandbox.ada();
    String file = ada.made("text-to-speech", "{\"ttsText\":\"hello\",\"isOutputTemporary\":true}");
    Answer answer = ada.file(file);
    assertThat(answer.at("/scope")).isEqualTo("TEMPORARY");
    assertThat(answer.json().get("description").isNull()).isTrue();
    assertThat(answer.json().get("transcript").isNull()).isTrue();
  }

  @Test
  void placeholder_inMadeFile_isNamed() {
    String file = sandbox.ada().made("generate-image", "{\"prompt\":\"p\"}");
    assertThat(sandbox.ada().file(file).at("/sourceEngine")).isEqualTo("placeholder");
  }
}
