package io.casemill.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("ENG-22")
class ProfilePageTest {
    private static final String HOSTILE =
            "</script><img src=x onerror=alert(1)><!--<script>&amp;\u2028\u2029'\"`${x}@SCRIPT@\\u003c";

    private static Profile hostile() {
        Flame flame = new Flame("all", 1, List.of(new Flame(HOSTILE, 1, List.of())));
        Recorded recorded = Recordings.of(
                List.of(Recordings.worker(0, 1.0, Recordings.all(1))),
                Recordings.all(0),
                0,
                List.of(new Recorded.LongCase(1, 0, HOSTILE, Recordings.WINDOW.fromNanos(), 1)),
                flame);
        return Profile.of(
                new Profile.Subject(HOSTILE, HOSTILE, 1, HOSTILE, HOSTILE),
                Recordings.course(1, 1),
                Recordings.WINDOW,
                List.of(recorded),
                List.of(HOSTILE));
    }

    private static String element(String page, String open) {
        int from = page.indexOf(open) + open.length();
        return page.substring(from, page.indexOf("</script>", from));
    }

    @Test
    void namesWithMarkup_areDataThatCannotEndTheirElement() throws Exception {
        String page = ProfilePage.of(hostile());

        String data = element(page, "<script id=\"data\" type=\"application/json\">");
        assertThat(data).doesNotContain("<", ">", "&", "\u2028", "\u2029");
        JsonNode read = Json.MAPPER.readTree(data);
        assertThat(read.at("/subject/name").asText()).isEqualTo(HOSTILE);
        assertThat(read.at("/flame/c/0/n").asText()).isEqualTo(HOSTILE);
        assertThat(page).doesNotContain("onerror=alert(1)>").doesNotContain("@POLICY@", "@STYLE@");
        assertThat(count(page, "<script")).isEqualTo(2);
    }

    @Test
    void onlyThePagesOwnScriptMayRun_andNothingIsLoaded() throws Exception {
        String page = ProfilePage.of(hostile());

        String script = element(page, "<script>");
        String hash = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8)));
        assertThat(page)
                .contains("default-src 'none'")
                .contains("script-src 'sha256-" + hash + "'")
                .doesNotContain("unsafe-inline", "unsafe-eval");
        assertThat(script).doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(");
        assertThat(addresses(page)).containsExactly("data:,");
    }

    private static List<String> addresses(String page) {
        List<String> found = new ArrayList<>();
        Matcher matcher = Pattern.compile("(?:src|href)=\"([^\"]*)\"|url\\(|@import|https?:")
                .matcher(page);
        while (matcher.find()) {
            found.add(matcher.group(1) == null ? matcher.group() : matcher.group(1));
        }
        return found;
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }
}
