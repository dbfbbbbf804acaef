/// Scripts that cannot be.
script {
    fun main() { unknown() } // error: E0201
}
