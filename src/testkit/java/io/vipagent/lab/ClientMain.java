package io.vipagent.lab;

import io.vipagent.fake.TestCa;
import io.vipagent.lab.Traffic.Endpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.SSLContext;

/** The {@link Client} as a process: {@code ClientMain CA_DIRECTORY}. */
final class ClientMain {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private ClientMain() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path caDirectory = Path.of(args[0]);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        SSLContext tls = TestCa.load(caDirectory).context();
        Traffic traffic = new Traffic(tls);
        KeptConnections kept = new KeptConnections();
        System.out.println("ready");
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "ask" -> {
                    Endpoint where = new Endpoint(tls, words[1], number(words[2]), number(words[4]));
                    traffic.start(where, number(words[3]));
                    kept.start(where, number(words[5]));
                    System.out.println("asking");
                }
                case "greet" -> {
                    traffic.greet(words[1], Integer.parseInt(words[2]));
                    System.out.println("greeted");
                }
                case "rest" -> {
                    traffic.rest();
                    kept.rest();
                    System.out.println("resting");
                }
                case "settle" -> {
                    traffic.settle();
                    System.out.println("settled");
                }
                case "report" -> System.out.println(traffic.report() + " " + kept.report());
                case "get" -> System.out.println(get(words[1]));
                default -> throw new IllegalArgumentException(line);
            }
        }
        // Its threads end with it.
        System.exit(0);
    }

    private static int number(String word) {
        return Integer.parseInt(word);
    }

    private static String get(String url) throws InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT).build();
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return response.statusCode() + " " + Base64.getEncoder().encodeToString(response.body());
        } catch (IOException e) {
            return "0 " + Base64.getEncoder().encodeToString(e.toString().getBytes(StandardCharsets.UTF_8));
        }
    }
}
