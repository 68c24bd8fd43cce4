package io.casemill.profile;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * A profile as one HTML page that needs nothing else. Names from code and sweeps stand in it as data that the page's script shows as
 * text; the page's policy lets no other script run and nothing be loaded.
 */
public final class ProfilePage {
    private ProfilePage() {}

    /** The page. */
    public static String of(Profile profile) {
        String style = resource("page.css");
        String script = resource("page.js");
        String policy = "default-src 'none'; img-src data:; style-src '" + hash(style) + "'; script-src '"
                + hash(script) + "'; base-uri 'none'; form-action 'none'";
        return resource("page.html")
                .replace("@POLICY@", policy)
                .replace("@STYLE@", style)
                .replace("@SCRIPT@", script)
                // Last, so that nothing in a name is taken for a mark of the template.
                .replace("@DATA@", inert(profile.toJson()));
    }

    /** JSON that cannot end the element that it stands in: inside strings, the only place for them, escapes mean the same. */
    static String inert(String json) {
        return json.replace("&", "\\u0026")
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }

    private static String hash(String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = ProfilePage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The application jar lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
