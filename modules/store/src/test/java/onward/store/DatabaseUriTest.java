package onward.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DatabaseUriTest {
    @Test
    void a_url_is_told_in_both_spellings() {
        DatabaseUri uri = DatabaseUri.read("postgresql://ada:p%40ss%2Fword+1@db.example:6543/shop?sslmode=require");

        assertThat(uri.password()).isEqualTo("p@ss/word+1");
        assertThat(uri.jdbc()).isEqualTo("jdbc:postgresql://db.example:6543/shop?sslmode=require");
        assertThat(DatabaseUri.read(uri.text())).isEqualTo(uri);
    }

    @Test
    void port_and_login_may_be_absent() {
        assertThat(DatabaseUri.read("postgres://db.example/shop").jdbc())
                .isEqualTo("jdbc:postgresql://db.example:5432/shop");
    }

    @Test
    void a_refusal_never_repeats_the_password() {
        assertThatThrownBy(() -> DatabaseUri.read("postgresql://ada:hunter 2@db.example/shop"))
                .hasMessageContaining("Expected a database URL like")
                .hasMessageNotContaining("hunter");
        assertThatThrownBy(() -> DatabaseUri.read("mysql://ada:hunter2@db.example/shop"))
                .hasMessageNotContaining("hunter");
    }
}
